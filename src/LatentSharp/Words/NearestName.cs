namespace LatentSharp.Words;

/// <summary>
/// The known name that a mistyped one most likely meant: the one at the smallest edit distance, where inserting,
/// deleting, replacing a character and swapping two neighbours each count 1 (optimal string alignment), in any case.
/// </summary>
internal static class NearestName
{
    // The work grows with the product of both lengths, and what is longer is no slip of the keyboard.
    private const int LongestCompared = 256;
    private const int MostListed = 50;

    /// <summary>
    /// The nearest of the known names, the first of equals; null when even that one differs from
    /// <paramref name="given"/> in more than half of its characters. Names of more
    /// than 256 characters are not compared.
    /// </summary>
    public static string? To(string given, IEnumerable<string> known)
    {
        string? nearest = null;
        int smallest = int.MaxValue;
        if (given.Length > LongestCompared)
            return null;
        foreach (string name in known)
        {
            // The distance is at least the difference of the lengths.
            int longer = Math.Max(given.Length, name.Length);
            if (longer > LongestCompared || longer - Math.Min(given.Length, name.Length) > longer / 2)
                continue;
            int distance = Distance(given, name);
            if (distance < smallest && distance <= longer / 2)
                (nearest, smallest) = (name, distance);
        }

        return nearest;
    }

    /// <summary>
    /// The end of an error about an unknown name: <c>did you mean 'x'?</c>, or the names when none is near.
    /// </summary>
    public static string Suggestion(string given, IReadOnlyCollection<string> known) =>
        To(given, known) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"known: {string.Join(", ", known.Take(MostListed).Select(name => OneLine.Excerpt(name)))}"
                + $"{More(known.Count)}.";

    private static string More(int count) => count > MostListed ? $" and {count - MostListed} more" : "";

    private static int Distance(string given, string name)
    {
        int[] beforeLast = new int[name.Length + 1],
            last = new int[name.Length + 1],
            current = new int[name.Length + 1];
        for (int j = 0; j <= name.Length; j++)
            last[j] = j;
        for (int i = 1; i <= given.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= name.Length; j++)
            {
                int replaced = last[j - 1] + (Same(given[i - 1], name[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(given[i - 1], name[j - 2]) && Same(given[i - 2], name[j - 1]))
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[name.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
