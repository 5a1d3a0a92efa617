using LatentSharp.Compute.Randomness;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Statistics;

/// <summary>What an estimator draws at random. Each has its own stream, so that one does not move another.</summary>
internal enum EstimationStream
{
    /// <summary>Which examples make the mixtures and the retrieval.</summary>
    Examples = 1,

    /// <summary>The noise of draws of z, one stream per example of the subsample.</summary>
    Noise = 2,

    /// <summary>Which examples are probed, and in which fold each is held out.</summary>
    Folds = 3,

    /// <summary>The permutation of a probe's targets that gives its control.</summary>
    Control = 4,

    /// <summary>The noise of one draw of z for each example that is probed or retrieved, one stream per row.</summary>
    Draw = 5,
}

/// <summary>The random streams of a reading.</summary>
internal static class EstimationStreams
{
    /// <summary>The numbers for one use, as a function of the seed alone.</summary>
    public static RandomStream For(this EstimationStream use, ReadingOptions options, int index = 0) =>
        new(options.Seed, RandomPurpose.Estimation, (uint)use, (uint)index);
}
