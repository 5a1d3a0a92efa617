using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// At most a tenth of the dimensions (at least one) carry half of the sum of V_d, while the median V_d is not large:
/// the mean over dimensions speaks for few of them. Silent where so few would carry half anyway, as one of two
/// dimensions does.
/// </summary>
internal sealed class LS1004OwnedByFewDimensions : IRule
{
    /// <inheritdoc/>
    public string Id => "LS1004";

    /// <inheritdoc/>
    public string Name => "Owned by few dimensions";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Note;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.PosteriorVariance.Value is not { } variance)
            return null;
        double[] perDimension = [.. variance.PerDimension];
        int few = Math.Max(1, (int)Math.Floor(thresholds.FewDimensions * perDimension.Length + 1e-9));
        double median = Series.Median(perDimension);
        if (2 * few >= perDimension.Length || median >= thresholds.LargeVariance)
            return null;
        int[] owners = Owners(perDimension);
        if (owners.Length > few)
            return null;
        double share = owners.Sum(dimension => perDimension[dimension]) / perDimension.Sum();
        return new Finding(
            Id,
            Level,
            $"V_post is owned by {Figures.Dimensions(owners)} of {perDimension.Length}: {Figures.Percent(share)} " +
                $"of the sum, while the median dimension has {Figures.Of(median)}.",
            [
                Cited.PosteriorVariance(variance),
                new EvidenceItem(
                    "posterior_variance.owned_share",
                    share,
                    null,
                    $"{Figures.Percent(share)} of the sum of V_d is in {Figures.Dimensions(owners)}"),
                new EvidenceItem(
                    "posterior_variance.median_dimension",
                    median,
                    null,
                    $"median V_d {Figures.Of(median)}"),
                new EvidenceItem(
                    "posterior_variance.geometric_mean",
                    variance.GeometricMean,
                    null,
                    $"geometric mean {Figures.Of(variance.GeometricMean)}"),
            ],
            "It does not say that the latent as a whole is broad, nor that these dimensions are faulty: a " +
                "dimension that the decoder does not use rests at the prior's variance.",
            "Read V_d per dimension and the geometric mean; look whether these dimensions are collapsed or active.");
    }

    // The fewest dimensions that carry half of the sum, largest first.
    private static int[] Owners(double[] perDimension)
    {
        int[] order =
        [
            .. Enumerable.Range(0, perDimension.Length).OrderByDescending(dimension => perDimension[dimension]),
        ];
        double half = perDimension.Sum() / 2,
            carried = 0;
        int count = 0;
        while (count < order.Length && carried < half)
            carried += perDimension[order[count++]];
        return order[..count];
    }
}
