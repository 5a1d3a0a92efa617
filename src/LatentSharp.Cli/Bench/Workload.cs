using LatentSharp.Models;

namespace LatentSharp.Cli.Bench;

/// <summary>A training step to time.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Model">The model.</param>
/// <param name="BatchSize">Examples per step.</param>
internal sealed record Workload(string Name, CvaeOptions Model, int BatchSize)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new(
            "tabular",
            new CvaeOptions
            {
                ConditionDimensions = 8,
                TargetDimensions = 8,
                LatentDimensions = 8,
                Hidden = [64, 64],
                Likelihood = LikelihoodKind.Normal,
            },
            256),
        new(
            "quadrant",
            new CvaeOptions
            {
                ConditionDimensions = 784,
                TargetDimensions = 784,
                LatentDimensions = 50,
                Hidden = [500, 500],
                Likelihood = LikelihoodKind.Bernoulli,
            },
            128),
    ];
}
