using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Calibration;
using LatentSharp.Reading.Categorical;
using LatentSharp.Reading.Decoding;
using LatentSharp.Reading.Factors;
using LatentSharp.Reading.Mixtures;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Reading;

/// <summary>Measures evidence: one streaming pass for what has a closed form, then the estimators.</summary>
public static class LatentReader
{
    // Arrays of zeros are N(0, I), whoever wrote them: their mean router is it but for rounding.
    private const double StandardWithin = 1e-9;

    /// <summary>Reads evidence.</summary>
    /// <param name="evidence">The arrays; they may be larger than memory.</param>
    /// <param name="options">How the estimators measure.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="progress">Hears the share of the streaming pass that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of the pass and between estimators.</param>
    /// <exception cref="Data.DataException">
    /// Arrays do not fit together, or hold a number that is not finite (of logits -infinity is one that may be).
    /// </exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static LatentReading Read(
        LatentEvidence evidence,
        ReadingOptions options,
        Device device,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        evidence.Validate();
        AnalyticQuantities? analytic = null;
        bool isCategorical = evidence.Family == EvidenceFamily.Categorical;
        LatentQuantities latent =
            evidence.Family == EvidenceFamily.Gaussian
                ? Gaussian(evidence, options, device, progress, cancellation, out analytic)
            : isCategorical ? CategoricalReader.Read(evidence, options, progress, cancellation)
            : LatentQuantities.None($"a {EvidenceFamily.Gaussian.Name} latent");
        cancellation.ThrowIfCancellationRequested();
        LatentQuantities quantities = latent with
        {
            PriorKl = latent.PriorKl.IsMeasured || (isCategorical && evidence.LogRatioPosterior is null)
                ? latent.PriorKl
                : PriorKlEstimator.Estimate(evidence),
            SamplingCost = SamplingCostEstimator.Estimate(evidence, options, device),
            UsageGap = UsageGapEstimator.Estimate(evidence, options, device),
            TestTimeGap = TestTimeGapEstimator.Estimate(evidence, options, device),
            ConditionalLikelihood = ConditionalLikelihoodEstimator.Estimate(evidence, options, device),
        };
        return new LatentReading(
            evidence.Name,
            evidence.Examples,
            evidence.Dimensions,
            PosteriorVarianceRole.Of(evidence, quantities.PosteriorVariance),
            evidence.PriorIsStandard ?? (IsStandard(quantities, isCategorical) ? true : null),
            quantities,
            evidence.History)
        {
            Family = evidence.Family,
            Values = evidence.Values,
            PriorKlWeight = evidence.PriorKlWeight / evidence.ReconstructionWeight,
            PriorIsShared = analytic?.PriorIsShared,
            Checks = Checks(evidence, options, analytic, quantities),
        };
    }

    /// <summary>How the router is calibrated over other examples, such as those of its training.</summary>
    /// <param name="evidence">A posterior and a prior; null comes of any but a Gaussian latent with a router.</param>
    /// <param name="device">The threads to use.</param>
    /// <exception cref="Data.DataException">An array holds a number that is not finite.</exception>
    internal static TrainingCalibration? CalibrationOver(LatentEvidence evidence, Device device)
    {
        if (evidence.Family != EvidenceFamily.Gaussian)
            return null;
        AnalyticQuantities analytic = new LatentPass(evidence).Read(0, evidence.Examples, device).Finish();
        return analytic is { Recalibration: { } calibration, PriorKl.Value: { } kl }
            ? new TrainingCalibration(calibration.Gain, kl.Total)
            : null;
    }

    // The mean router of a categorical latent may be uniform while each example's is not.
    private static bool IsStandard(LatentQuantities quantities, bool isCategorical) =>
        isCategorical
            ? quantities.PriorEntropy.Value?.IsUniform == true
            : quantities.RouterMarginalKl.Value?.Value < StandardWithin;

    private static EvidenceChecks Checks(
        LatentEvidence evidence,
        ReadingOptions options,
        AnalyticQuantities? analytic,
        LatentQuantities quantities)
    {
        return (analytic?.Checks ?? EvidenceChecks.None) with
        {
            Clamped = analytic is null ? null : ClampedCheck.Of(evidence, options),
            LogRatio = quantities.PriorKl.Value is not { IsEstimated: false }
                || PriorKlEstimator.Estimate(evidence).Value is not { } drawn
                ? null
                : new Estimate(-drawn.Total.Value, drawn.Total.StandardError),
        };
    }

    private static LatentQuantities Gaussian(
        LatentEvidence evidence,
        ReadingOptions options,
        Device device,
        IProgress<double>? progress,
        CancellationToken cancellation,
        out AnalyticQuantities analytic)
    {
        analytic = new LatentPass(evidence)
            .Read(0, evidence.Examples, device, progress, cancellation)
            .Finish();
        cancellation.ThrowIfCancellationRequested();
        var draws = AggregateDraws.Take(evidence, options, device);
        cancellation.ThrowIfCancellationRequested();
        var sample = GaussianSample.Take(evidence, options);
        return LatentQuantities.None("the decoder") with
        {
            PosteriorVariance = analytic.PosteriorVariance,
            PriorVariance = analytic.PriorVariance,
            BreadthRatio = analytic.BreadthRatio,
            NoiseShare = analytic.NoiseShare,
            PriorKl = analytic.PriorKl,
            ChannelInformation = analytic.ChannelInformation,
            RouterCalibration = sample is null
                ? Measured<RouterCalibration>.Missing(EvidenceNeeds.Prior.Sentence)
                : RouterCalibrationEstimator.Estimate(analytic.Recalibration!, sample, device),
            RouterDetermination = RouterDeterminationEstimator.OfRouter(sample, analytic.ActiveUnits.Dimensions),
            ConditionProbe = RouterDeterminationEstimator.OfCondition(
                evidence,
                sample,
                analytic.ActiveUnits.Dimensions,
                options,
                device),
            RouterMarginalKl = analytic.RouterMarginalKl is { } marginal
                ? marginal
                : Measured<RouterMarginalKl>.Missing(EvidenceNeeds.Prior.Sentence),
            WidthPrice = WidthPriceEstimator.Estimate(evidence, analytic),
            ActiveUnits = analytic.ActiveUnits,
            CollapsedUnits = analytic.CollapsedUnits,
            MutualInformation = MutualInformationEstimator.Estimate(draws),
            AggregateGap = AggregateGapEstimator.Estimate(draws),
            SemanticProbe = SemanticProbeEstimator.Estimate(evidence, options, device),
            Disentanglement = DisentanglementEstimator.Estimate(evidence, options, device),
            RouterRetrieval = RouterRetrievalEstimator.Estimate(evidence, options, device),
        };
    }
}
