using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Categorical;

/// <summary>
/// Labels that have nothing to do with the values, and are otherwise as they were: groups of examples exchange theirs,
/// each turned by a random number of places, so that what neighbours of a group have in common they keep. Where every
/// example stands alone, that is a permutation.
/// </summary>
internal sealed class LabelShuffle
{
    private readonly int[] labels;
    private readonly List<int> starts = [];

    /// <summary>Prepares to shuffle.</summary>
    /// <param name="labels">A label for each row.</param>
    /// <param name="rows">The rows, those of a group side by side.</param>
    /// <param name="groups">Which rows belong together.</param>
    public LabelShuffle(int[] labels, int[] rows, ExampleGroups groups)
    {
        this.labels = labels;
        for (int n = 0; n < rows.Length; n++)
        {
            if (n == 0 || groups[rows[n]] != groups[rows[n - 1]])
                starts.Add(n);
        }

        starts.Add(rows.Length);
    }

    /// <summary>Other labels.</summary>
    /// <param name="order">The order of the groups.</param>
    /// <param name="turn">By how much each is turned.</param>
    public int[] Next(RandomStream order, RandomStream turn)
    {
        int groups = starts.Count - 1;
        int[] from = order.Permutation(groups), shuffled = new int[labels.Length];
        var turns = new float[groups];
        turn.FillUniform(turns);
        for (int group = 0; group < groups; group++)
        {
            ReadOnlySpan<int> given = labels.AsSpan(starts[from[group]]..starts[from[group] + 1]);
            int offset = (int)(turns[group] * given.Length);
            for (int n = starts[group], i = offset; n < starts[group + 1]; n++, i++)
                shuffled[n] = given[i % given.Length];
        }

        return shuffled;
    }
}
