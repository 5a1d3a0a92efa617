using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Findings;

/// <summary>A quantity as one number, as tables and comparisons need it.</summary>
/// <param name="Quantity">Its key, or a part of one such as <c>prior_kl.mean_part</c>.</param>
/// <param name="Value">The number; null where it was not measured.</param>
/// <param name="StandardError">Its standard error; null where none is known.</param>
/// <param name="Needs">What would supply it; null where it was measured.</param>
public sealed record QuantityValue(string Quantity, double? Value, double? StandardError, string? Needs);

/// <summary>Every quantity of a reading as one number, in the order of the specification.</summary>
public static class QuantityValues
{
    /// <summary>The numbers of a reading; each likelihood estimator and each probe is a number of its own.</summary>
    public static IReadOnlyList<QuantityValue> Of(LatentReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        LatentQuantities q = reading.Quantities;
        List<QuantityValue> values =
        [
            Known("posterior_variance", q.PosteriorVariance.Mean),
            Known("posterior_variance.geometric_mean", q.PosteriorVariance.GeometricMean),
            From("prior_variance", q.PriorVariance, variance => variance.Mean),
            FromExact("breadth_ratio", q.BreadthRatio, ratio => ratio.Value),
            Known("noise_share", q.NoiseShare.Mean),
            From("prior_kl", q.PriorKl, kl => kl.Total),
            FromExact("prior_kl.variance_part", q.PriorKl, kl => kl.VariancePart.Sum()),
            FromExact("prior_kl.mean_part", q.PriorKl, kl => kl.MeanPart.Sum()),
            Known("active_units", q.ActiveUnits.Count),
            FromExact("collapsed_units", q.CollapsedUnits, units => units.Count),
            Known("mutual_information", q.MutualInformation.Value),
            From("aggregate_gap", q.AggregateGap, gap => gap.Value),
            From("sampling_cost", q.SamplingCost, gap => gap.Difference),
            From("usage_gap", q.UsageGap, gap => gap.Difference),
            From("test_time_gap", q.TestTimeGap, gap => gap.Difference),
            From(
                "conditional_likelihood.prior_mc",
                Part(q.ConditionalLikelihood, both => both.PriorMonteCarlo),
                estimate => estimate.LogLikelihood),
            From(
                "conditional_likelihood.importance",
                Part(q.ConditionalLikelihood, both => both.Importance),
                estimate => estimate.LogLikelihood),
        ];
        if (q.SemanticProbe.Value is { } semantic)
            values.AddRange(
                semantic.Probes.Select(probe =>
                    Known("semantic_probe." + probe.Target.Replace(' ', '_'), probe.FromPosteriorMean)));
        else
            values.Add(new QuantityValue("semantic_probe", null, null, q.SemanticProbe.Needs));
        values.Add(From("router_retrieval", q.RouterRetrieval, retrieval => retrieval.Share));
        return values;
    }

    private static Measured<TPart> Part<T, TPart>(Measured<T> whole, Func<T, Measured<TPart>> part)
        where T : class
        where TPart : class =>
        whole.IsMeasured ? part(whole.Value) : Measured<TPart>.Missing(whole.Needs);

    private static QuantityValue Known(string quantity, Estimate estimate) =>
        new(quantity, estimate.Value, estimate.StandardError, null);

    private static QuantityValue Known(string quantity, double value) => new(quantity, value, null, null);

    private static QuantityValue From<T>(string quantity, Measured<T> measured, Func<T, Estimate> estimate)
        where T : class =>
        measured.IsMeasured
            ? Known(quantity, estimate(measured.Value))
            : new QuantityValue(quantity, null, null, measured.Needs);

    private static QuantityValue FromExact<T>(string quantity, Measured<T> measured, Func<T, double> value)
        where T : class =>
        measured.IsMeasured
            ? Known(quantity, value(measured.Value))
            : new QuantityValue(quantity, null, null, measured.Needs);
}
