using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Statistics;

/// <summary>A random part of the examples, drawn without replacement; only its rows are read.</summary>
internal static class Subsample
{
    /// <summary>
    /// Chooses rows, in ascending order; all of them when there are no more than <paramref name="most"/>.
    /// </summary>
    public static int[] Choose(long rows, int most, RandomStream stream)
    {
        int[] chosen = Shuffle(rows, most, stream);
        Array.Sort(chosen);
        return chosen;
    }

    /// <summary>Chooses rows, in random order.</summary>
    public static int[] Shuffle(long rows, int most, RandomStream stream)
    {
        int count = checked((int)rows);
        return count <= most ? stream.Permutation(count) : stream.Sample(count, most);
    }

    /// <summary>Chooses rows in random order, those of a group side by side.</summary>
    public static int[] Shuffle(LatentEvidence evidence, int most, RandomStream stream) =>
        Shuffle(evidence.Grouping, evidence.Examples, most, stream);

    /// <summary>Chooses rows in random order, those of a group side by side.</summary>
    public static int[] Shuffle(ExampleGroups groups, long examples, int most, RandomStream stream)
    {
        if (!groups.Any)
            return Shuffle(examples, most, stream);
        int[] order = stream.Permutation(groups.Count), rows = new int[examples];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = row;
        Array.Sort(Array.ConvertAll(rows, row => order[groups[row]]), rows);
        return rows.Length <= most ? rows : rows[..most];
    }

    /// <summary>Reads the chosen rows, [rows.Length, columns].</summary>
    public static double[] Read(IEvidenceArray array, ReadOnlySpan<int> rows)
    {
        var values = new double[checked(rows.Length * array.Columns)];
        for (int first = 0, next; first < rows.Length; first = next)
        {
            // Neighbouring rows come in one read.
            for (next = first + 1; next < rows.Length && rows[next] == rows[next - 1] + 1;)
                next++;
            array.Read(rows[first], values.AsSpan(first * array.Columns, (next - first) * array.Columns));
        }

        return values;
    }
}
