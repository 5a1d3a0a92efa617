using System.Globalization;

namespace LatentSharp.TensorBoard;

/// <summary>
/// How event files are called: TensorBoard takes any name that contains "tfevents" and reads the files of a directory
/// in the order of their names, so a number in each keeps the order in which they were begun.
/// </summary>
internal static class EventFileName
{
    private const string Start = "events.out.tfevents.";
    private const string End = ".latentsharp";
    private const int Digits = 10;

    /// <summary>The name that follows those in a directory, with the number 1 where there are none.</summary>
    public static string Next(string directory)
    {
        long last = 0;
        foreach (string file in Directory.EnumerateFiles(directory, $"{Start}*{End}"))
            last = Math.Max(last, NumberOf(Path.GetFileName(file)));
        return string.Create(CultureInfo.InvariantCulture, $"{Start}{last + 1:D10}{End}");
    }

    // Other names that the pattern lets through are not of this sequence.
    private static long NumberOf(string name) =>
        name.Length == Start.Length + Digits + End.Length
        && long.TryParse(
            name.AsSpan(Start.Length, Digits),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long number)
            ? number
            : 0;
}
