using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// K_prior is more than 1 nat per dimension: which part, variance or mean, and in which dimensions.
/// </summary>
internal sealed class LS2002PriorMismatch : IRule
{
    /// <inheritdoc/>
    public string Id => "LS2002";

    /// <inheritdoc/>
    public string Name => "Prior mismatch";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Warning;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Quantities.PriorKl.Value is not { Parts: { } parts } kl)
            return null;
        var perDimension = new Estimate(
            kl.Total.Value / reading.Dimensions,
            kl.Total.StandardError / reading.Dimensions);
        if (!perDimension.ClearlyAbove(thresholds.MismatchPerDimension, thresholds))
            return null;
        (double variance, double mean) = (parts.Variance.Average(), parts.Mean.Average());
        string part = mean >= variance ? "mean" : "variance";
        int[] dimensions =
        [
            .. Enumerable.Range(0, parts.PerDimension.Length)
                .Where(dimension => parts.PerDimension[dimension] > thresholds.MismatchPerDimension)
                .OrderByDescending(dimension => parts.PerDimension[dimension]),
        ];
        return new Finding(
            Id, Level,
            $"q does not match the prior: K_prior is {Figures.Of(perDimension)} nats per dimension, " +
            $"{Figures.Percent(Math.Max(mean, variance) / (mean + variance))} of it in the {part}.",
            [
                Cited.PriorKl(reading, kl), Cited.MeanPart(parts), Cited.VariancePart(parts),
                new EvidenceItem(
                    "prior_kl.mismatched_dimensions",
                    dimensions.Length,
                    null,
                    $"above {Figures.Chosen(thresholds.MismatchPerDimension)} nat: " +
                        $"{Figures.Dimensions(dimensions)}, the largest first"),
            ],
            "It does not say that the latent is wrong: a conditional model may need what y adds to x, and " +
                "K_prior is its "
                + "price. It says nothing about sharpness.",
            part == "mean"
                ? "Look at the test-time gap: if draws from the router decode worse, train the router longer or give it more "
                    + "capacity, or raise prior_kl_weight."
                : "Compare the variances of q and p (breadth ratio); a router whose variance is fixed or bounded cannot follow q."
        );
    }
}
