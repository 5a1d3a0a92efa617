using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace LatentSharp.Tensors;

/// <summary>
/// A dense row-major block of float32 numbers. The storage is a pinned managed array, 64-byte aligned, so that
/// kernels may keep pointers to it and nothing waits for a finalizer.
/// </summary>
public sealed class Tensor
{
    private const int AlignmentBytes = 64;

    private readonly float[] storage;
    private readonly int offset;

    private Tensor(float[] storage, int offset, Shape shape)
    {
        this.storage = storage;
        this.offset = offset;
        Shape = shape;
    }

    /// <summary>Creates a tensor of zeros.</summary>
    public Tensor(Shape shape)
        : this(Allocate(shape.Length, out int offset), offset, shape)
    {
    }

    /// <summary>The extents of this tensor.</summary>
    public Shape Shape { get; }

    /// <summary>The elements in row-major order.</summary>
    public Span<float> Span => storage.AsSpan(offset, Shape.Length);

    /// <summary>Whether every element is finite; so it is where there is none.</summary>
    internal bool IsFinite => Shape.Length == 0 || TensorPrimitives.IsFiniteAll<float>(Span);

    /// <summary>The address of the first element. It stays valid while the tensor is reachable.</summary>
    internal unsafe float* Pointer =>
        (float*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(storage))
        + offset;

    /// <summary>Creates a tensor holding a copy of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's length.</exception>
    public static Tensor FromValues(Shape shape, ReadOnlySpan<float> values)
    {
        if (values.Length != shape.Length)
            throw new ArgumentException(
                $"Tensor: {values.Length} values were given for shape {shape}, which holds {shape.Length}.");
        var tensor = new Tensor(shape);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>Creates a tensor whose elements are all <paramref name="value"/>.</summary>
    public static Tensor Filled(Shape shape, float value)
    {
        var tensor = new Tensor(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A tensor of its own with the same elements.</summary>
    public Tensor Copy() => FromValues(Shape, Span);

    /// <summary>The elements of one row: everything under one index of the outermost axis.</summary>
    public Span<float> Row(int index)
    {
        int width = Shape.Rank == 0 ? 1 : Shape.Length / Math.Max(Shape[0], 1);
        return Span.Slice(index * width, width);
    }

    /// <summary>The same elements under another shape of equal length; no copy is made.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Tensor Reshape(Shape shape)
    {
        if (shape.Length != Shape.Length)
            throw new ArgumentException(
                $"Reshape: {Shape} has {Shape.Length} elements and {shape} has {shape.Length}; the lengths must agree."
            );
        return new Tensor(storage, offset, shape);
    }

    /// <summary>
    /// The rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>; no copy is made.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the outermost axis.</exception>
    public Tensor Rows(int start, int count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 0 || start + count > Shape[0])
            throw new ArgumentOutOfRangeException(
                nameof(start),
                $"Rows: {start} to {start + count} leave a tensor of shape {Shape}.");
        int width = Shape[0] == 0 ? 0 : Shape.Length / Shape[0];
        Span<int> extents = stackalloc int[Shape.Rank];
        extents[0] = count;
        for (int axis = 1; axis < Shape.Rank; axis++)
            extents[axis] = Shape[axis];
        return new Tensor(storage, offset + start * width, new Shape(extents));
    }

    /// <summary>Shape, and the first elements.</summary>
    public override string ToString() =>
        $"Tensor {Shape} "
        + $"{{ {string.Join(", ", Span[..Math.Min(8, Shape.Length)].ToArray())}"
        + $"{(Shape.Length > 8 ? ", ..." : "")} }}";

    private static unsafe float[] Allocate(int length, out int offset)
    {
        float[] storage = GC.AllocateArray<float>(length + AlignmentBytes / sizeof(float), pinned: true);
        nint address = (nint)
            Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(storage));
        offset = (int)((-address & (AlignmentBytes - 1)) / sizeof(float));
        return storage;
    }
}
