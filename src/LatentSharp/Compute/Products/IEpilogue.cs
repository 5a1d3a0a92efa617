namespace LatentSharp.Compute.Products;

/// <summary>What happens to a block of a product as soon as it is whole, while it is still in the cache.</summary>
internal unsafe interface IEpilogue
{
    /// <summary>Changes a block of C in place.</summary>
    /// <param name="c">The first element of the block.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="column">The column of C in which the block begins.</param>
    /// <param name="columns">The number of columns.</param>
    void Apply(float* c, nint stride, int rows, int column, int columns);
}

/// <summary>Leaves the product as it is.</summary>
internal readonly unsafe struct NoEpilogue : IEpilogue
{
    /// <inheritdoc/>
    public void Apply(float* c, nint stride, int rows, int column, int columns)
    {
    }
}
