using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>Evaluations whose every number is written here.</summary>
internal static class SampleLikelihood
{
    /// <summary>A run on images, three examples, two S.</summary>
    public static LikelihoodReport Latent { get; } = new(
        "runs/quadrant", "test", "bernoulli", "threshold", "unobserved pixels", "model.safetensors", 54,
        new LikelihoodEvaluation(
            "images", 3, 588, [10, 1000], 7, PriorIsStandard: false,
            [
                new(LikelihoodEstimator.NegativeElbo, 1000, 1, [71, 64.25, 80]),
                new(LikelihoodEstimator.RouterMonteCarlo, 10, 100, [78.5, 70, 90.25]),
                new(LikelihoodEstimator.RouterMonteCarlo, 1000, 1, [74, 66.5, 84]),
                new(LikelihoodEstimator.Importance, 10, 100, [68, 62, 77.5]),
                new(LikelihoodEstimator.Importance, 1000, 1, [67.5, 61.5, 76.75]),
                new(LikelihoodEstimator.MeanLogLikelihood, 1000, 1, [99, 91, 120]),
            ],
            [
                new(LikelihoodEstimator.RouterMonteCarlo, 1000, [1.5, 4, 1.25], [2.1, 0.9, 1.7]),
                new(LikelihoodEstimator.Importance, 1000, [120, 310, 95.5], [0.61, 0.4, 0.82]),
            ]));

    /// <summary>
    /// A run on a table under a fixed prior, cut off, two examples, one S of too few draws for k-hat.
    /// </summary>
    public static LikelihoodReport Cut { get; } = new(
        "runs/table", "validation", "normal", null, "standardised target column", "checkpoints/best.safetensors", null,
        new LikelihoodEvaluation(
            "points.csv", 2, 1, [2], 0, PriorIsStandard: true,
            [
                new(LikelihoodEstimator.NegativeElbo, 2, 1, [1.5, 1.25]),
                new(LikelihoodEstimator.RouterMonteCarlo, 2, 1, [1.25, 1.5]),
                new(LikelihoodEstimator.Importance, 2, 1, [1, 1.125]),
                new(LikelihoodEstimator.MeanLogLikelihood, 2, 1, [2, 1.75]),
            ],
            [
                new(LikelihoodEstimator.RouterMonteCarlo, 2, [1.5, 2], [double.NaN, double.NaN]),
                new(LikelihoodEstimator.Importance, 2, [1.75, 2], [double.NaN, double.NaN]),
            ]));

    /// <summary>A model without a latent.</summary>
    public static LikelihoodReport Exact { get; } =
        new(
            "runs/baseline",
            "test",
            "bernoulli",
            "stochastic",
            "unobserved pixels",
            "model.safetensors",
            0,
            new LikelihoodEvaluation(
                "images",
                2,
                588,
                [],
                0,
                PriorIsStandard: false,
                [new(LikelihoodEstimator.NegativeLogLikelihood, 0, 1, [100, 101])],
                []));
}
