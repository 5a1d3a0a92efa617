using System.Globalization;
using System.Runtime.CompilerServices;

namespace LatentSharp.Tensors;

/// <summary>The extents of a dense row-major tensor of rank 0 to 4. Any extent may be 0.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest rank a shape can have.</summary>
    public const int MaximumRank = 4;

    private readonly Extents extents;

    // Kept less one, so that default(Shape) is the scalar's shape in this too.
    private readonly int lengthLessOne;

    /// <summary>Creates a shape from its extents, outermost first.</summary>
    /// <exception cref="ArgumentException">
    /// More than four extents, a negative one, or a product over 2^31 - 1.
    /// </exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        if (extents.Length > MaximumRank)
            throw new ArgumentException(
                $"Shape: {extents.Length} extents were given; a tensor has at most {MaximumRank}.");
        long length = 1;
        foreach (int extent in extents)
        {
            if (extent < 0)
                throw new ArgumentException($"Shape: extent {extent} is negative; extents are 0 or more.");
            length *= extent;
            if (length > int.MaxValue)
                throw new ArgumentException(
                    $"Shape: {string.Join(" x ", extents.ToArray())} has more than {int.MaxValue} elements; use " +
                        "a smaller batch.");
        }

        Rank = extents.Length;
        lengthLessOne = (int)length - 1;
        extents.CopyTo(this.extents);
    }

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The number of extents.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of the extents.</summary>
    public int Length => lengthLessOne + 1;

    /// <summary>The innermost extent; 1 for a scalar.</summary>
    public int Last => Rank == 0 ? 1 : extents[Rank - 1];

    /// <summary>
    /// The product of all extents but the innermost: how many rows of <see cref="Last"/> elements there are.
    /// </summary>
    public int Rows
    {
        get
        {
            int rows = 1;
            for (int axis = 0; axis < Rank - 1; axis++)
                rows *= extents[axis];
            return rows;
        }
    }

    /// <summary>The extent along an axis, counted from the outermost.</summary>
    public int this[int axis] =>
        (uint)axis < (uint)Rank
            ? extents[axis]
            : throw new ArgumentOutOfRangeException(
                nameof(axis),
                $"Shape {this} has {Rank} axes; axis {axis} was asked for.");

    /// <summary>This shape with its innermost extent removed: the shape of a reduction over it.</summary>
    public Shape WithoutLast() => new(((ReadOnlySpan<int>)extents)[..Math.Max(Rank - 1, 0)]);

    /// <summary>This shape with another innermost extent.</summary>
    public Shape WithLast(int extent)
    {
        Span<int> changed = stackalloc int[Math.Max(Rank, 1)];
        ((ReadOnlySpan<int>)extents)[..Rank].CopyTo(changed);
        changed[^1] = extent;
        return new Shape(changed);
    }

    /// <summary>This shape with another outermost extent.</summary>
    internal Shape WithFirst(int extent)
    {
        Span<int> changed = stackalloc int[Math.Max(Rank, 1)];
        ((ReadOnlySpan<int>)extents)[..Rank].CopyTo(changed);
        changed[0] = extent;
        return new Shape(changed);
    }

    /// <summary>
    /// The shape both operands are stretched to: axes are aligned from the innermost, and an extent of 1 (or a
    /// missing axis) follows the other.
    /// </summary>
    /// <exception cref="ArgumentException">Two aligned extents differ and neither is 1.</exception>
    public static Shape Broadcast(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Span<int> result = stackalloc int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int l = left.Aligned(axis, rank), r = right.Aligned(axis, rank);
            if (l != r && l != 1 && r != 1)
                throw new ArgumentException(
                    $"Broadcast: {left} and {right} do not fit together; aligned from the right, each pair of " +
                        "extents must be equal or contain a 1.");
            result[axis] = l == 1 ? r : l;
        }

        return new Shape(result);
    }

    /// <summary>
    /// The extent at <paramref name="axis"/> when the shape is padded with leading 1s to <paramref name="rank"/>.
    /// </summary>
    internal int Aligned(int axis, int rank) => axis < rank - Rank ? 1 : extents[axis - (rank - Rank)];

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        Rank == other.Rank
        && ((ReadOnlySpan<int>)extents)[..Rank].SequenceEqual(((ReadOnlySpan<int>)other.extents)[..Rank]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, extents[0], extents[1], extents[2], extents[3]);

    /// <summary>The extents as <c>[batch, latent]</c> would be written: <c>[128, 50]</c>.</summary>
    public override string ToString()
    {
        var text = new string[Rank];
        for (int axis = 0; axis < Rank; axis++)
            text[axis] = extents[axis].ToString(CultureInfo.InvariantCulture);
        return "[" + string.Join(", ", text) + "]";
    }

    /// <summary>Whether two shapes have the same extents.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in rank or in an extent.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    [InlineArray(MaximumRank)]
    private struct Extents
    {
        private int first;
    }
}
