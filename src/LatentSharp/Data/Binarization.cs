using LatentSharp.Words;

namespace LatentSharp.Data;

/// <summary>
/// How grey values become the numbers that a model sees. Each way maps v in 0 to m, which is white.
/// </summary>
public sealed class Binarization
{
    private readonly string name;

    private Binarization(string name) => this.name = name;

    /// <summary>1 where v is at least half of m, otherwise 0: <c>threshold</c>.</summary>
    public static Binarization Threshold { get; } = new("threshold");

    /// <summary>
    /// 1 with probability v / m, drawn once by the image's number alone: <c>static</c> (Salakhutdinov and Murray 2008,
    /// "On the quantitative analysis of deep belief networks"). Every run sees the same bits, whatever its seed.
    /// </summary>
    public static Binarization Static { get; } = new("static");

    /// <summary>
    /// Training images are drawn anew in every epoch, by the run's seed, the epoch and the image's number; validation
    /// and test images are those of <see cref="Static"/>: <c>dynamic</c>.
    /// </summary>
    public static Binarization Dynamic { get; } = new("dynamic");

    /// <summary>v / m, not binarised: <c>none</c>.</summary>
    public static Binarization None { get; } = new("none");

    /// <summary>Every way there is.</summary>
    public static IReadOnlyList<Binarization> All { get; } = [Threshold, Static, Dynamic, None];

    /// <summary>Reads a way as a config spells it.</summary>
    /// <exception cref="OptionException">There is no such way.</exception>
    public static Binarization Parse(string text) =>
        All.FirstOrDefault(binarization => binarization.name == text)
            ?? throw new OptionException(
                $"There is no binarization {OneLine.Excerpt(text)}; " +
                $"{NearestName.Suggestion(text, [.. All.Select(binarization => binarization.name)])}");

    /// <summary>The name as a config spells it.</summary>
    public override string ToString() => name;

    /// <summary>Converts the pixels of an image; what is to be drawn becomes the probability of a 1.</summary>
    internal void Convert(ReadOnlySpan<double> pixels, double maximum, Span<float> destination)
    {
        for (int i = 0; i < pixels.Length; i++)
            destination[i] = this != Threshold ? (float)pixels[i] / (float)maximum : 2 * pixels[i] >= maximum ? 1 : 0;
    }
}
