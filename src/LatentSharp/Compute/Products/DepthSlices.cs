namespace LatentSharp.Compute.Products;

/// <summary>
/// Slices of a product's depth. An element of C is the sum, in order, of its products over these, whoever computes it
/// and with which kernel.
/// </summary>
internal readonly struct DepthSlices
{
    /// <summary>A packed panel of B of this depth nearly fits the first-level cache.</summary>
    public const int Most = 400;

    /// <summary>Cuts a depth into slices of equal length, but for the last.</summary>
    public DepthSlices(int depth)
    {
        Count = Math.Max((depth + Most - 1) / Most, 1);
        Length = (depth + Count - 1) / Count;
    }

    /// <summary>How many there are; at least 1.</summary>
    public int Count { get; }

    /// <summary>The length of each but the last, which may be shorter.</summary>
    public int Length { get; }
}
