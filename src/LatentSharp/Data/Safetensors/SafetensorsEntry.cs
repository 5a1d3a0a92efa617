using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Begin">The first byte of its values, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="HeaderOffset">Where in the file the header speaks of it.</param>
internal sealed record SafetensorsEntry(string Name, Shape Shape, long Begin, long End, long HeaderOffset);
