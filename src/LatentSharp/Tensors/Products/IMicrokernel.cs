namespace LatentSharp.Tensors.Products;

/// <summary>
/// The innermost product: a panel of <see cref="Rows"/> rows of A times a panel of <see cref="Columns"/> columns of B,
/// kept in registers over the whole depth. Every path adds the products of one element in the same order, so with
/// fused multiply-add they agree to the last bit.
/// </summary>
internal unsafe interface IMicrokernel
{
    /// <summary>Rows of C per call.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C per call.</summary>
    static abstract int Columns { get; }

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="depth">How many rank-one updates.</param>
    /// <param name="a">Packed A: <see cref="Rows"/> numbers per update.</param>
    /// <param name="b">Packed B: <see cref="Columns"/> numbers per update.</param>
    /// <param name="c">The first element of C.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="accumulate">Whether C is added to rather than overwritten.</param>
    static abstract void Multiply(int depth, float* a, float* b, float* c, int stride, bool accumulate);
}
