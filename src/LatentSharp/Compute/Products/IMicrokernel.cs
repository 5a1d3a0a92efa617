namespace LatentSharp.Compute.Products;

/// <summary>
/// The innermost product: <see cref="Rows"/> rows of A times a packed panel of <see cref="Columns"/> columns of B, the
/// block of C in registers over the whole depth. An element is one chain of fused multiply-adds in the order of the
/// depth, so all paths agree to the last bit on a processor that has the instruction. <c>products</c> of the benchmark
/// project times them.
/// </summary>
internal unsafe interface IMicrokernel
{
    /// <summary>Rows of C per call.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C per call.</summary>
    static abstract int Columns { get; }

    /// <summary>C = A B, or C = C + A B.</summary>
    /// <param name="depth">How many rank-one updates.</param>
    /// <param name="a">The first element of A, which is read in place.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="b">Packed B: <see cref="Columns"/> numbers per update.</param>
    /// <param name="c">The first element of C.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="accumulate">Whether C is added to rather than overwritten.</param>
    static abstract void Multiply(
        int depth,
        float* a,
        nint aRow,
        nint aColumn,
        float* b,
        float* c,
        nint cRow,
        bool accumulate);
}
