using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

/// <summary>Readings of a categorical latent whose quantities are written down.</summary>
internal static class HandMadeValues
{
    public const int Values = 4;

    /// <summary>A healthy one of which only the posterior is measured.</summary>
    public static LatentReading Reading { get; } =
        new(
            "made",
            1000,
            Dimensions: 1,
            new ObjectiveRole(VarianceRole.Unknown, null, null, null),
            null,
            LatentQuantities.None("a gaussian latent") with
            {
                PosteriorEntropy = Entropy(0.4),
                Usage = Usage(),
                MutualInformation = new MutualInformation(
                    new Estimate(0.95, 0.01), Math.Log(Values), 1000, Samples: 0),
            },
            null)
        {
            Family = EvidenceFamily.Categorical,
            Values = Values,
        };

    /// <summary>One of which all is measured.</summary>
    public static LatentReading Full { get; } = Reading with
    {
        PriorIsStandard = false,
        Quantities = Reading.Quantities with
        {
            PriorKl = new PriorKl(new Estimate(0.61, 0.02), Parts: null) { PerVariable = [0.61] },
            AggregateGap = new AggregateGap(new Estimate(0.02, 0.005), 1000, Samples: 0),
            RouterMarginalKl = new RouterMarginalKl(0.03),
            PriorEntropy = Entropy(0.9),
            RouterSkill = new RouterSkill(
                new Estimate(0.31, 0.02),
                new Estimate(0.68, 0.01),
                0.71,
                0.034,
                0.019,
                [
                    new ReliabilityBin(0.3, 0.4, 200, 0.36, new Estimate(0.33, 0.03)),
                    new ReliabilityBin(0.7, 0.8, 600, 0.75, new Estimate(0.72, 0.02)),
                    new ReliabilityBin(0.9, 1, 200, 0.96, new Estimate(0.9, 0.02)),
                ]),
            Alignment = Alignment(0.82),
            ConditionalInformation = Information(0.9, 0.8),
            UsageGap = HandMade.Gap(2.5, 0.1),
            TestTimeGap = HandMade.Gap(1.2, 0.1),
            ConditionalLikelihood = Measured<ConditionalLikelihood>.Missing("nll_prior"),
        },
    };

    public static LatentReading With(Func<LatentQuantities, LatentQuantities> change) =>
        Reading with { Quantities = change(Reading.Quantities) };

    public static ValueEntropy Entropy(double value, double error = 0.01) =>
        new(new Estimate(value, error), Math.Exp(value), Math.Log(Values), [value]);

    public static ValueUsage Usage(long independent = 1000, params int[] unused)
    {
        double[] shares =
            [.. Enumerable.Range(0, Values).Select(k => unused.Contains(k) ? 0 : 1.0 / (Values - unused.Length))];
        return new ValueUsage(
            new Estimate(Values - unused.Length, 0.02),
            3.8,
            [.. shares],
            [0.28, 0.24, 0.22, 0.26],
            [.. unused],
            Values,
            independent);
    }

    public static LabelAlignment Alignment(
        double accuracy,
        double error = 0.01,
        double chance = 0.29,
        double spread = 0.01) =>
        new(
            0,
            new Estimate(accuracy, error),
            new Estimate(chance, spread),
            new Estimate(accuracy - 0.04, error),
            0.61,
            0.58,
            [1, 2, 7],
            [1, -1, 0, 2],
            [[3, 250, 0], [0, 0, 2], [240, 5, 10], [20, 30, 440]],
            1000,
            3);

    public static ConditionalInformation Information(
        double value,
        double global,
        double error = 0.02,
        double? chance = 0.05) =>
        new(
            new Estimate(value, error),
            new Estimate(global, error),
            value > 2 * error
                ? new Estimate(global / value, error)
                : Measured<Estimate>.Missing("an I(z;s|x) that is clear of 0"),
            chance is { } level ? new Estimate(level, error) : null,
            1000,
            40);
}
