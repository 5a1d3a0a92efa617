using System.Globalization;

namespace LatentSharp.Cli;

/// <summary>The values of options that several commands read alike.</summary>
internal static class ArgumentText
{
    /// <summary>Reads a seed; null where none is given.</summary>
    public static ulong? ParseSeed(string? text) =>
        text is null ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed
        : throw new OptionException($"--seed is {text}; give a whole number of at least 0");
}
