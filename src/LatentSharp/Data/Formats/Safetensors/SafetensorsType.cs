using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Safetensors;

/// <summary>Element types by the codes of the safetensors format.</summary>
internal static class SafetensorsType
{
    /// <summary>The codes whose values can be read, as errors list them.</summary>
    public const string Accepted = "F16, BF16, F32, F64, I8 to I64, U8 to U64 or BOOL";

    /// <summary>The type of a code such as <c>F32</c>; null for one whose values cannot be read.</summary>
    public static ElementType? Parse(string dtype) => dtype switch
    {
        "F16" => new ElementType(ElementKind.Float, 2),
        "BF16" => new ElementType(ElementKind.BrainFloat, 2),
        "F32" => new ElementType(ElementKind.Float, 4),
        "F64" => new ElementType(ElementKind.Float, 8),
        "I8" => new ElementType(ElementKind.Signed, 1),
        "I16" => new ElementType(ElementKind.Signed, 2),
        "I32" => new ElementType(ElementKind.Signed, 4),
        "I64" => new ElementType(ElementKind.Signed, 8),
        "U8" => new ElementType(ElementKind.Unsigned, 1),
        "U16" => new ElementType(ElementKind.Unsigned, 2),
        "U32" => new ElementType(ElementKind.Unsigned, 4),
        "U64" => new ElementType(ElementKind.Unsigned, 8),
        "BOOL" => new ElementType(ElementKind.Boolean, 1),
        _ => null,
    };
}
