using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Evidence;

/// <summary>The kinds of numbers that an array of evidence may hold.</summary>
/// <param name="Name">The kind in one word, as the documentation's table has it.</param>
/// <param name="Expected">The kind as errors give it.</param>
/// <param name="Accepts">Whether elements of a type will do.</param>
internal sealed record EvidenceElements(string Name, string Expected, Func<ElementType, bool> Accepts)
{
    /// <summary>Floating-point numbers.</summary>
    public static EvidenceElements Real { get; } = new(
        "real", "float16, bfloat16, float32 or float64", element => element.IsFloat);

    /// <summary>Names of classes.</summary>
    public static EvidenceElements Classes { get; } = new("classes", "whole numbers or text", _ => true);

    /// <summary>Any numbers.</summary>
    public static EvidenceElements Any { get; } = new("any", "numbers", element => !element.IsText);
}
