namespace LatentSharp.Tensors.Products;

/// <summary>What happens to rows of a product as soon as they are whole, while they are still in the first-level cache.</summary>
internal unsafe interface IEpilogue
{
    /// <summary>Changes a piece of one row of C in place.</summary>
    /// <param name="c">The first element of the piece.</param>
    /// <param name="column">The column of that element.</param>
    /// <param name="count">How many elements the piece has.</param>
    void Apply(float* c, int column, int count);
}

/// <summary>Leaves the product as it is.</summary>
internal readonly unsafe struct NoEpilogue : IEpilogue
{
    /// <inheritdoc/>
    public void Apply(float* c, int column, int count)
    {
    }
}
