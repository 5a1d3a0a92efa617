using LatentSharp.Tensors.Randomness;

namespace LatentSharp.Data;

/// <summary>How grey values become the numbers that a model sees. Each way maps v in 0 to m (255 in IDX files).</summary>
public sealed class Binarization
{
    private readonly string name;
    private readonly Conversion convert;

    private Binarization(string name, Conversion convert) => (this.name, this.convert) = (name, convert);

    private delegate void Conversion(ReadOnlySpan<byte> pixels, int maximum, RandomStream draws, Span<float> destination);

    /// <summary>1 where v is at least half of m, otherwise 0: <c>threshold</c>.</summary>
    public static Binarization Threshold { get; } = new("threshold", (pixels, maximum, _, destination) =>
    {
        for (int i = 0; i < pixels.Length; i++)
            destination[i] = 2 * pixels[i] >= maximum ? 1 : 0;
    });

    /// <summary>
    /// 1 with probability v / m, drawn once when the data is loaded: <c>stochastic</c> (Salakhutdinov and Murray 2008,
    /// "On the quantitative analysis of deep belief networks").
    /// </summary>
    public static Binarization Stochastic { get; } = new("stochastic", (pixels, maximum, draws, destination) =>
    {
        draws.FillUniform(destination);
        for (int i = 0; i < pixels.Length; i++)
            destination[i] = destination[i] * maximum < pixels[i] ? 1 : 0;
    });

    /// <summary>v / m, not binarised: <c>none</c>.</summary>
    public static Binarization None { get; } = new("none", (pixels, maximum, _, destination) =>
    {
        for (int i = 0; i < pixels.Length; i++)
            destination[i] = (float)pixels[i] / maximum;
    });

    /// <summary>Every way there is.</summary>
    public static IReadOnlyList<Binarization> All { get; } = [Threshold, Stochastic, None];

    /// <summary>Reads a way as a config spells it.</summary>
    /// <exception cref="OptionException">There is no such way.</exception>
    public static Binarization Parse(string text) =>
        All.FirstOrDefault(binarization => binarization.name == text)
            ?? throw new OptionException(
                $"There is no binarization {DataException.Excerpt(text)}; " +
                $"{NearestName.Suggestion(text, [.. All.Select(binarization => binarization.name)])}");

    /// <summary>The name as a config spells it.</summary>
    public override string ToString() => name;

    /// <summary>Converts one image. What is drawn follows from the seed and the image's number alone.</summary>
    internal void Apply(ReadOnlySpan<byte> pixels, int maximum, ulong seed, int image, Span<float> destination) =>
        convert(pixels, maximum, new RandomStream(seed, RandomPurpose.Binarization, (ulong)image), destination);
}
