namespace LatentSharp.Tests.Fuzzing;

/// <summary>Files damaged at random, each a function of the seed and its number.</summary>
internal static class Mutations
{
    private const int MostChanges = 4;

    /// <summary>A sound file with one to four changes to its bytes; parts may come from another sound file.</summary>
    public static byte[] OfBytes(IReadOnlyList<byte[]> sound, ulong seed, ulong number)
    {
        var draws = new Draws(seed, number);
        List<byte> bytes = [.. draws.Of(sound)];
        byte[] other = draws.Of(sound);
        // Half of the mutants keep their length: a byte that moves all others seldom gets past the outermost checks.
        bool inPlace = draws.Below(2) == 0;
        for (int changes = 1 + draws.Below(MostChanges); changes > 0 && bytes.Count > 0; changes--)
            ByteMutations.Change(bytes, other, inPlace, ref draws);
        return [.. bytes];
    }

    /// <summary>
    /// A sound text with one to four changes, most of them to its tokens and lines, some to its bytes.
    /// </summary>
    public static byte[] OfText(IReadOnlyList<byte[]> sound, ulong seed, ulong number)
    {
        var draws = new Draws(seed, number);
        List<byte> bytes = [.. draws.Of(sound)];
        byte[] other = draws.Of(sound);
        for (int changes = 1 + draws.Below(MostChanges); changes > 0 && bytes.Count > 0; changes--)
        {
            if (draws.Below(5) == 0)
                ByteMutations.Change(bytes, other, inPlace: false, ref draws);
            else
                TextMutations.Change(bytes, other, ref draws);
        }

        return [.. bytes];
    }
}
