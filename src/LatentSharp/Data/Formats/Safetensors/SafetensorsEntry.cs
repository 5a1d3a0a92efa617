using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Data.Formats.Safetensors;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Dtype">The type of its elements, as the header gives it.</param>
/// <param name="Element">That type; null for one whose values cannot be read.</param>
/// <param name="Extents">Its extents.</param>
/// <param name="Begin">The first byte of its values, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="HeaderOffset">Where in the file the header speaks of it.</param>
internal sealed record SafetensorsEntry(
    string Name,
    string Dtype,
    ElementType? Element,
    IReadOnlyList<long> Extents,
    long Begin,
    long End,
    long HeaderOffset);
