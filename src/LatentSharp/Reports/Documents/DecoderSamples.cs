using System.Collections.Immutable;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// What the decoder draws for one example, as grey values from 0, black, to 1, white; [height * width], rows from the
/// top.
/// </summary>
/// <param name="Label">What the example is called, such as its class; null without one.</param>
/// <param name="Truth">The example itself.</param>
/// <param name="AtPosteriorMean">The decoder's mean at mu of q.</param>
/// <param name="FromRouter">The decoder's means at draws of the router.</param>
public sealed record DecodedExample(
    string? Label,
    ImmutableArray<float> Truth,
    ImmutableArray<float> AtPosteriorMean,
    IReadOnlyList<float[]> FromRouter)
{
    /// <summary>Images drawn from the likelihood at the same draws; none where it cannot be drawn from.</summary>
    public IReadOnlyList<float[]> Drawn { get; init; } = [];
}

/// <summary>Images of a few examples beside what the decoder makes of their latents.</summary>
/// <param name="Width">Pixels to a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Examples">The examples, each with as many draws of the router as the first.</param>
public sealed record DecoderSamples(int Width, int Height, IReadOnlyList<DecodedExample> Examples);
