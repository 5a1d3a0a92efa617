namespace LatentSharp.Data.Formats.Arrays;

/// <summary>How the numbers of an array in a file are coded.</summary>
internal enum ElementKind
{
    /// <summary>IEEE 754 of 2, 4 or 8 bytes.</summary>
    Float,

    /// <summary>The upper half of a float32.</summary>
    BrainFloat,

    /// <summary>Two's complement of 1, 2, 4 or 8 bytes.</summary>
    Signed,

    /// <summary>Unsigned integers of 1, 2, 4 or 8 bytes.</summary>
    Unsigned,

    /// <summary>A byte that is 0 for false.</summary>
    Boolean,

    /// <summary>Characters of 4 bytes, filled up with zeros.</summary>
    Text,

    /// <summary>Characters of UTF-8, filled up with zeros.</summary>
    Bytes,
}

/// <summary>The type of an array's elements in a file.</summary>
/// <param name="Kind">How a number is coded.</param>
/// <param name="Size">Bytes per number.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
internal sealed record ElementType(ElementKind Kind, int Size, bool BigEndian = false)
{
    /// <summary>Whether the numbers have fractions.</summary>
    public bool IsFloat => Kind is ElementKind.Float or ElementKind.BrainFloat;

    /// <summary>Whether the elements are no numbers but text.</summary>
    public bool IsText => Kind is ElementKind.Text or ElementKind.Bytes;

    /// <summary>The type's name in NumPy, as errors give it: <c>float32</c>.</summary>
    public override string ToString() => Kind switch
    {
        ElementKind.Boolean => "bool",
        ElementKind.BrainFloat => "bfloat16",
        ElementKind.Text or ElementKind.Bytes => "text",
        ElementKind.Float => $"float{8 * Size}",
        ElementKind.Signed => $"int{8 * Size}",
        _ => $"uint{8 * Size}",
    };
}
