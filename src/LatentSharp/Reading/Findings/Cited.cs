using System.Globalization;
using LatentSharp.Reading.Decoding;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings;

/// <summary>
/// Quantities as findings and answers cite them: under the specification's keys, with the number in words.
/// </summary>
internal static class Cited
{
    /// <summary>V_post, as quantities, terms of the objective and training logs spell it.</summary>
    public const string PosteriorVarianceKey = "posterior_variance";

    public static EvidenceItem PosteriorVariance(VarianceSummary variance) =>
        Of(
            PosteriorVarianceKey,
            variance.Mean,
            $"V_post {Figures.Of(variance.Mean)} (a standard deviation of " +
                $"{Figures.Of(variance.StandardDeviation)} latent units)");

    public static EvidenceItem PriorVariance(VarianceSummary variance) =>
        Of(VarianceQuantities.PriorVariance.Key, variance.Mean, $"prior variance {Figures.Of(variance.Mean)}");

    public static EvidenceItem NoiseShare(NoiseShare share) =>
        Of(
            VarianceQuantities.NoiseShare.Key,
            share.Mean,
            $"noise share {Figures.Of(share.Mean)} (of sampling noise, on average over dimensions)");

    /// <summary>V_post where the latent has a variance; otherwise nothing.</summary>
    public static IEnumerable<EvidenceItem> PosteriorVariance(LatentReading reading) =>
        reading.Quantities.PosteriorVariance.Value is { } variance ? [PosteriorVariance(variance)] : [];

    /// <summary>The noise share where the latent has a variance; otherwise nothing.</summary>
    public static IEnumerable<EvidenceItem> NoiseShare(LatentReading reading) =>
        reading.Quantities.NoiseShare.Value is { } share ? [NoiseShare(share)] : [];

    public static EvidenceItem Weight(double weight) =>
        new("posterior_variance.weight", weight, null, $"weight {Figures.Chosen(weight)}");

    public static EvidenceItem Contribution(double contribution) =>
        new(
            "posterior_variance.contribution",
            contribution,
            null,
            $"weight * V_post adds {Figures.Of(contribution)} nats to the objective");

    public static EvidenceItem ShareOfObjective(double share) =>
        new(
            "posterior_variance.share_of_objective",
            share,
            null,
            $"{Figures.Percent(share)} of the objective, by the magnitudes of its terms");

    /// <summary>w V_post / D: the mean over examples and dimensions of d(w V_n) / d logvar_nd = w v_nd / D.</summary>
    public static EvidenceItem Gradient(LatentReading reading, VarianceSummary variance, double weight)
    {
        double gradient = weight * variance.Mean.Value / reading.Dimensions;
        return new("posterior_variance.gradient", gradient, null,
            $"a mean gradient of weight * V_post / D = {Figures.Of(gradient)} per example on each log-variance");
    }

    public static EvidenceItem BreadthRatio(BreadthRatio ratio) =>
        new(
            VarianceQuantities.BreadthRatio.Key,
            ratio.Value,
            null,
            $"breadth ratio {Figures.Of(ratio.Value)} (1 = q and p equally broad)");

    public static EvidenceItem PriorKl(LatentReading reading, PriorKl kl) =>
        Of(
            InformationQuantities.PriorKl.Key,
            kl.Total,
            $"K_prior {Figures.Of(kl.Total)} nats"
                + (reading.Values is null ? $", {Figures.Of(kl.Total.Value / reading.Dimensions)} per dimension" : ""));

    public static EvidenceItem VariancePart(PriorKlParts parts)
    {
        double part = parts.Variance.Average();
        return new("prior_kl.variance_part", part, null, $"variance part {Figures.Of(part)} nats per dimension");
    }

    public static EvidenceItem MeanPart(PriorKlParts parts)
    {
        double part = parts.Mean.Average();
        return new("prior_kl.mean_part", part, null, $"mean part {Figures.Of(part)} nats per dimension");
    }

    public static EvidenceItem CollapsedUnits(Units units) =>
        new(
            InformationQuantities.CollapsedUnits.Key,
            units.Count,
            null,
            $"{units.Count} of {units.Of} dimensions collapsed");

    /// <summary>The mutual information where it was measured; otherwise nothing.</summary>
    public static IEnumerable<EvidenceItem> MutualInformation(LatentReading reading)
    {
        if (reading.Quantities.MutualInformation.Value is { } information)
        {
            yield return Of(
                InformationQuantities.MutualInformation.Key,
                information.Value,
                $"mutual information {Figures.Of(information.Value)} nats (it cannot exceed " +
                    $"{Figures.Of(information.Ceiling)}, the logarithm of the number of "
                    + (information.IsExact ? "values)" : "examples)"));
        }
    }

    public static EvidenceItem AggregateGap(AggregateGap gap) =>
        Of(InformationQuantities.AggregateGap.Key, gap.Value, $"aggregate gap {Figures.Of(gap.Value)} nats");

    public static EvidenceItem SamplingCost(NllGap gap) =>
        Of(
            DecoderQuantities.SamplingCost.Key,
            gap.Difference,
            $"sampling cost {Figures.Of(gap.Difference)} nats (draws of q less the mean)");

    public static EvidenceItem WidthPrice(WidthPrice price) =>
        Of(
            DecoderQuantities.WidthPrice.Key,
            price.Value,
            $"width price {Figures.Of(price.Value)} nats (what drawing must cost at the width that the objective "
                + "leaves)");

    public static EvidenceItem ChannelInformation(ChannelInformation channel) =>
        Of(
            VarianceQuantities.ChannelInformation.Key,
            channel.Value,
            $"channel information {Figures.Of(channel.Value)} nats (sharpness that no change of units moves)");

    public static EvidenceItem RecalibrationGain(RouterCalibration calibration) =>
        Of(
            CalibrationQuantities.RouterCalibration.Key,
            calibration.RecalibrationGain,
            $"recalibration gain {Figures.Of(calibration.RecalibrationGain)} nats (0 = the router is calibrated)");

    public static EvidenceItem Coverage(RouterCalibration calibration) =>
        Of(
            "router_calibration.coverage_90",
            calibration.Coverage90,
            $"{Figures.Percent(calibration.Coverage90.Value)} of q inside the router's central 90%");

    public static EvidenceItem Shape(RouterCalibration calibration) =>
        new(
            "router_calibration.shape",
            calibration.Shape.Max(),
            null,
            $"distance from the router's shape {Figures.Of(calibration.Shape.Max())} (chance alone up to "
                + $"{Figures.Of(calibration.ShapeByChance)})");

    public static EvidenceItem RouterDetermination(RouterDetermination determination) =>
        Of(
            CalibrationQuantities.RouterDetermination.Key,
            determination.Mean,
            $"the router places {Figures.Percent(determination.Mean.Value)} of the spread of q's means");

    public static EvidenceItem ConditionProbe(ConditionProbe probe) =>
        Of(
            CalibrationQuantities.ConditionProbe.Key,
            probe.Mean,
            $"a linear regression on x places {Figures.Percent(probe.Mean.Value)} of it");

    /// <summary>The test-time gap where it was measured; otherwise nothing.</summary>
    public static IEnumerable<EvidenceItem> TestTimeGap(LatentReading reading) =>
        reading.Quantities.TestTimeGap.Value is { } gap ? [TestTimeGap(gap)] : [];

    /// <summary>What no change of units moves, beside V_post, where it was measured.</summary>
    public static IEnumerable<EvidenceItem> Invariants(LatentReading reading)
    {
        if (reading.Quantities.BreadthRatio.Value is { } ratio)
            yield return BreadthRatio(ratio);
        if (reading.Quantities.ChannelInformation.Value is { } channel)
            yield return ChannelInformation(channel);
    }

    public static EvidenceItem PosteriorEntropy(LatentReading reading, ValueEntropy entropy) =>
        Of(
            CategoricalQuantities.PosteriorEntropy.Key,
            entropy.Value,
            $"posterior entropy {Figures.Of(entropy.Value)} nats, at most {Figures.Of(entropy.Ceiling)}: "
                + $"{Figures.Of(entropy.EffectiveValues)} of {reading.Values} values are open in an example");

    public static EvidenceItem Usage(ValueUsage usage) =>
        Of(
            CategoricalQuantities.Usage.Key,
            usage.EffectiveValues,
            $"over all examples {Figures.Of(usage.EffectiveValues)} of {usage.Values} values are taken");

    public static EvidenceItem Alignment(LabelAlignment alignment) =>
        Of(
            CategoricalQuantities.Alignment.Key,
            alignment.Accuracy,
            $"alignment {Figures.Of(alignment.Accuracy)}, {Figures.Of(alignment.Chance.Value)} by chance");

    public static EvidenceItem AlignmentFromDraw(LabelAlignment alignment) =>
        Of(
            "alignment.from_draw",
            alignment.FromDraw,
            $"alignment of a draw {Figures.Of(alignment.FromDraw)}");

    public static EvidenceItem ConditionalInformation(ConditionalInformation information) =>
        Of(
            CategoricalQuantities.ConditionalInformation.Key,
            information.Value,
            $"I(z;s|x) {Figures.Of(information.Value)} nats over {Figures.Count(information.Conditions)} x"
                + (information.Chance is { } chance
                    ? $", {Figures.Of(chance.Value)} with labels permuted within them"
                    : ""));

    public static EvidenceItem GlobalInformation(ConditionalInformation information) =>
        Of(
            "conditional_information.global",
            information.Global,
            $"I(z;s) {Figures.Of(information.Global)} nats over all x together");

    public static EvidenceItem RouterSkill(RouterSkill skill) =>
        Of(
            CategoricalQuantities.RouterSkill.Key,
            skill.Value,
            $"the router foretells {Figures.Percent(skill.Value.Value)} of what the mean q leaves open");

    public static EvidenceItem RouterAgreement(RouterSkill skill) =>
        Of(
            "router_skill.agreement",
            skill.Agreement,
            $"the router's likeliest value has {Figures.Of(skill.Agreement)} of q and "
                + $"{Figures.Of(skill.Confidence)} of the router");

    public static EvidenceItem UsageGap(NllGap gap) =>
        Of(
            DecoderQuantities.UsageGap.Key,
            gap.Difference,
            $"usage gap {Figures.Of(gap.Difference)} nats (another example's z less its own)");

    public static EvidenceItem TestTimeGap(NllGap gap) =>
        Of(
            DecoderQuantities.TestTimeGap.Key,
            gap.Difference,
            $"test-time gap {Figures.Of(gap.Difference)} nats (z from the router less z from q)");

    public static EvidenceItem Probe(Probe probe) =>
        Of(
            ProbeQuantities.KeyOf(probe),
            probe.FromPosteriorMean,
            $"{probe.Target}: {probe.Score} {Figures.Of(probe.FromPosteriorMean)} from the means, " +
                $"{Figures.Of(probe.Control)} with the targets permuted");

    public static EvidenceItem ProbeFromDraw(Probe probe) =>
        Of($"{ProbeQuantities.KeyOf(probe)}.draw", probe.FromDraw,
            $"{probe.Target}: {probe.Score} {Figures.Of(probe.FromDraw)} from one draw each");

    public static EvidenceItem ProbeFromRouter(Probe probe) =>
        Of($"{ProbeQuantities.KeyOf(probe)}.prior_mean", probe.FromPriorMean.Value!,
            $"{probe.Target}: {probe.Score} {Figures.Of(probe.FromPriorMean.Value!)} from the router's means");

    /// <summary>The router's retrieval where it was measured; otherwise nothing.</summary>
    public static IEnumerable<EvidenceItem> Retrieval(LatentReading reading)
    {
        if (reading.Quantities.RouterRetrieval.Value is { } retrieval)
        {
            yield return Of(
                ProbeQuantities.RouterRetrieval.Key,
                retrieval.Share,
                $"the router singles out its own example in {Figures.Percent(retrieval.Share.Value)} of cases (chance "
                    + $"{Figures.Percent(retrieval.Chance)})");
        }
    }

    /// <summary>
    /// What draws of the router lose to as many weighted draws of q, where that is more than a nat and clear of chance:
    /// the router then misses posterior mass. Otherwise nothing. The two share examples, so their errors are added.
    /// </summary>
    public static IEnumerable<EvidenceItem> MissedMass(LatentReading reading, Thresholds thresholds)
    {
        if (
            reading.Quantities.ConditionalLikelihood.Value
            is not { PriorMonteCarlo.Value: { } router, Importance.Value: { } importance }
        )
            yield break;
        if (importance.ParetoK > ImportanceWeights.TailIndexLimit || router.ParetoK > ImportanceWeights.TailIndexLimit)
            yield break;
        (Estimate q, Estimate p) = (importance.LogLikelihood, router.LogLikelihood);
        var gap = new Estimate(q.Value - p.Value, q.StandardError + p.StandardError);
        if (gap.Value > RouterGap.LeastNats && gap.ClearlyAbove(0, thresholds))
        {
            yield return Of(
                DecoderQuantities.ConditionalLikelihood.Key,
                gap,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"log p(y|x) by {router.Samples} draws of the router is {Figures.Of(gap)} nats below that by " +
                        $"{importance.Samples} weighted draws of q: the router misses posterior mass"));
        }
    }

    private static EvidenceItem Of(string quantity, Estimate estimate, string text) =>
        new(quantity, estimate.Value, estimate.StandardError, text);
}
