using LatentSharp.Evidence;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Words;

namespace LatentSharp.Reading;

/// <summary>One reading of a sweep over the weight of V_post.</summary>
/// <param name="Name">What reports call the reading.</param>
/// <param name="Weight">The weight of V_post.</param>
/// <param name="PosteriorVariance">V_post.</param>
/// <param name="NoiseShare">The noise share.</param>
/// <param name="PriorKl">K_prior.</param>
/// <param name="SamplingCost">The sampling cost.</param>
/// <param name="UsageGap">The usage gap.</param>
/// <param name="TestTimeGap">The test-time gap.</param>
public sealed record SweepRow(
    string Name,
    double Weight,
    Estimate PosteriorVariance,
    Estimate NoiseShare,
    Measured<Estimate> PriorKl,
    Measured<Estimate> SamplingCost,
    Measured<Estimate> UsageGap,
    Measured<Estimate> TestTimeGap)
{
    /// <summary>Every number of the row, in the order of <see cref="SweepReading.Quantities"/>.</summary>
    public IEnumerable<(Quantity Quantity, Measured<Estimate> Value)> Measured =>
        SweepReading.Quantities.Zip(
            (Measured<Estimate>[])[PosteriorVariance, NoiseShare, PriorKl, SamplingCost, UsageGap, TestTimeGap]);
}

/// <summary>Readings of one model at several weights of V_post: what the penalty bought.</summary>
/// <param name="Rows">By weight, ascending.</param>
/// <param name="Conclusion">
/// Whether the penalty bought steadier samples or only rescaled the latent, from the lowest weight to the highest.
/// </param>
public sealed record SweepReading(IReadOnlyList<SweepRow> Rows, string Conclusion)
{
    /// <summary>The quantities that a sweep follows.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        VarianceQuantities.PosteriorVariance, VarianceQuantities.NoiseShare, InformationQuantities.PriorKl,
        DecoderQuantities.SamplingCost, DecoderQuantities.UsageGap, DecoderQuantities.TestTimeGap,
    ];

    /// <summary>Reads a sweep.</summary>
    /// <param name="readings">At least two readings of known weight, in any order.</param>
    /// <param name="thresholds">Where the lines are drawn; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two readings, a weight is not known, or a latent has no variance.
    /// </exception>
    public static SweepReading Of(IReadOnlyList<LatentReading> readings, Thresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (readings.Count < 2)
            throw new ArgumentException(
                $"A sweep has {readings.Count} readings; give at least two, at different weights.");
        SweepRow[] rows = [.. readings.Select(Row).OrderBy(row => row.Weight)];
        return new SweepReading(rows, Conclude(rows[0], rows[^1], thresholds ?? new Thresholds()));
    }

    private static SweepRow Row(LatentReading reading)
    {
        LatentQuantities quantities = reading.Quantities;
        if (quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise })
            throw new ArgumentException(
                $"{reading.Name}: a latent of the {reading.Family.Name} family has no variance; a sweep over the "
                    + "weight of the posterior variance needs one.");
        return new SweepRow(
            reading.Name,
            reading.PosteriorVarianceRole.Weight
                ?? throw new ArgumentException(
                    $"{reading.Name}: the weight of the posterior variance is not known; a sweep needs "
                        + "posterior_variance_weight of every reading."),
            variance.Mean,
            noise.Mean,
            Estimated(quantities.PriorKl, kl => kl.Total),
            Estimated(quantities.SamplingCost, gap => gap.Difference),
            Estimated(quantities.UsageGap, gap => gap.Difference),
            Estimated(quantities.TestTimeGap, gap => gap.Difference));
    }

    private static Measured<Estimate> Estimated<T>(Measured<T> measured, Func<T, Estimate> estimate)
        where T : class =>
        measured.IsMeasured ? estimate(measured.Value) : Measured<Estimate>.Missing(measured.Needs);

    private static string Conclude(SweepRow low, SweepRow high, Thresholds thresholds)
    {
        string weights = $"From weight {Figures.Chosen(low.Weight)} to {Figures.Chosen(high.Weight)}";
        string variance =
            $"V_post went from {Figures.Of(low.PosteriorVariance)} to {Figures.Of(high.PosteriorVariance)}";
        string noise = $"the noise share from {Figures.Of(low.NoiseShare)} to {Figures.Of(high.NoiseShare)}";
        string verdict =
            !high.PosteriorVariance.Fell(low.PosteriorVariance, thresholds.VarianceFall, thresholds)
                ? $"the penalty bought little: {variance}, which is no fall to "
                    + $"{Figures.Chosen(thresholds.VarianceFall)} of itself beyond the error bars, and {noise}"
            : IsUnused(high.UsageGap, thresholds) && !IsUnused(low.UsageGap, thresholds)
                ? $"the penalty left the latent unused: {variance}, and the decoder does without z"
            : high.NoiseShare.Kept(low.NoiseShare, 1 - thresholds.NoiseShareFall)
                && (Fell(low.PriorKl, high.PriorKl, thresholds) || Fell(low.UsageGap, high.UsageGap, thresholds))
                ? $"the penalty took from the latent and did not steady it: {variance}, but {noise}, and it carries "
                    + "less than before"
            : high.NoiseShare.Kept(low.NoiseShare, 1 - thresholds.NoiseShareFall)
                ? $"the penalty only rescaled the latent: {variance}, but {noise}"
            : !low.NoiseShare.Less(high.NoiseShare).ClearlyAbove(0, thresholds)
                ? $"it is open whether the penalty steadied the samples: {variance}, but {noise}, which the error bars "
                    + "do not tell apart"
            : $"{Samples(low, high, thresholds)}: {variance} and {noise}"
                + (Fell(low.UsageGap, high.UsageGap, thresholds) ? ", of a latent that carries less" : "");
        return $"{weights} {verdict}{Cost(low, high)}.";
    }

    private static bool IsUnused(Measured<Estimate> usage, Thresholds thresholds) =>
        usage.Value is { } gap && gap.ClearlyBelow(thresholds.UsedFrom, thresholds);

    // A rescaling moves none of what a latent carries.
    private static bool Fell(Measured<Estimate> before, Measured<Estimate> after, Thresholds thresholds) =>
        before.Value is { } low && after.Value is { } high
        && low.Less(high).ClearlyAbove(thresholds.InformationRise * low.Value, thresholds);

    private static string Samples(SweepRow low, SweepRow high, Thresholds thresholds) =>
        low.SamplingCost.Value is not { } before || high.SamplingCost.Value is not { } after
            ? "the penalty brought draws nearer to their means (whether they decode better is not measured: supply " +
                $"{EvidenceRole.NllAtMean} and {EvidenceRole.NllPosterior})"
        : before.Less(after).ClearlyAbove(0, thresholds) ? "the penalty bought steadier samples"
        : "the penalty brought draws nearer to their means, but they cost the decoder no less";

    private static string Named(Quantity quantity) =>
        quantity == InformationQuantities.PriorKl ? quantity.Label : $"the {quantity.Label}";

    private static string Cost(SweepRow low, SweepRow high)
    {
        var parts = new List<string>();
        Add(InformationQuantities.PriorKl, low.PriorKl, high.PriorKl);
        Add(DecoderQuantities.SamplingCost, low.SamplingCost, high.SamplingCost);
        Add(DecoderQuantities.UsageGap, low.UsageGap, high.UsageGap);
        Add(DecoderQuantities.TestTimeGap, low.TestTimeGap, high.TestTimeGap);
        return parts.Count == 0 ? "" : "; in nats, " + string.Join(", ", parts);

        void Add(Quantity quantity, Measured<Estimate> before, Measured<Estimate> after)
        {
            if (before.IsMeasured && after.IsMeasured)
                parts.Add($"{Named(quantity)} went from {Figures.Of(before.Value)} to {Figures.Of(after.Value)}");
        }
    }
}
