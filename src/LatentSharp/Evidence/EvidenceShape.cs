namespace LatentSharp.Evidence;

/// <summary>The axes of an array of evidence.</summary>
/// <param name="Text">The shape as errors and documentation give it.</param>
internal sealed record EvidenceShape(string Text)
{
    /// <summary>A number for each example and latent dimension.</summary>
    public static EvidenceShape Latent { get; } = new("[examples, dimensions]");

    /// <summary>A number for each example and value of a categorical latent's variables.</summary>
    public static EvidenceShape Values { get; } = new("[examples, values] or [examples, variables, values]");

    /// <summary>A number for each example.</summary>
    public static EvidenceShape Vector { get; } = new("[examples]");

    /// <summary>A number for each example and draw of z.</summary>
    public static EvidenceShape Draws { get; } = new("[examples, draws]");

    /// <summary>A number for each example and factor.</summary>
    public static EvidenceShape Factors { get; } = new("[examples, factors]");

    /// <summary>Numbers that give an example's distribution, as many as its family has.</summary>
    public static EvidenceShape Part { get; } = new("[examples, columns]");

    /// <summary>A single number.</summary>
    public static EvidenceShape Scalar { get; } = new("[] or [1]");

    /// <summary>Whether a file's array may be this: [N] and [N, 1] are the same.</summary>
    public bool Accepts(IReadOnlyList<long> shape) =>
        this == Scalar ? shape is [] or [1]
        : this == Vector ? shape is [_] or [_, 1]
        : this == Values ? shape is [_, >= 2 and <= int.MaxValue]
            || (shape is [_, >= 1 and <= int.MaxValue and var m, >= 2 and <= int.MaxValue and var k]
                && m * k <= int.MaxValue)
        : shape is [_] or [_, >= 1 and <= int.MaxValue];

    /// <summary>The axes of a leading array of so many that make a row: the others are examples, or steps.</summary>
    public int AxesOfRow(int axes) => this == Values && axes > 2 ? 2 : Math.Min(axes - 1, 1);

    /// <summary>The columns it must have beside D latent dimensions; null where the number is its own.</summary>
    public int? Columns(int dimensions) =>
        this == Latent ? dimensions
        : this == Vector ? 1
        : null;
}
