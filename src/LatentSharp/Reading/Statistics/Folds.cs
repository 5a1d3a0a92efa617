using LatentSharp.Evidence;

namespace LatentSharp.Reading.Statistics;

/// <summary>
/// Examples in random order, cut into runs that a cross-validation holds out one after the other. Examples of one group
/// are never in two of them: what tells the group would pass for what tells the target.
/// </summary>
internal sealed class Folds
{
    private readonly int[] starts;

    private Folds(int[] rows, ExampleGroups groups, int[] starts) =>
        (Rows, Groups, this.starts) = (rows, groups, starts);

    /// <summary>The rows of the evidence, fold after fold.</summary>
    public int[] Rows { get; }

    /// <summary>Which of them belong together.</summary>
    public ExampleGroups Groups { get; }

    /// <summary>How many folds.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Cuts rows into folds of much the same size.</summary>
    /// <param name="rows">Rows in random order, those of a group side by side.</param>
    /// <param name="groups">Which rows belong together.</param>
    /// <param name="count">How many folds.</param>
    /// <returns>Null where there are fewer rows, or groups of them, than folds.</returns>
    public static Folds? Of(int[] rows, ExampleGroups groups, int count)
    {
        var starts = new int[count + 1];
        for (int fold = 1; fold <= count; fold++)
        {
            int start = Math.Max(starts[fold - 1] + 1, (int)((long)fold * rows.Length / count));
            while (start < rows.Length && groups.Any && groups[rows[start]] == groups[rows[start - 1]])
                start++;
            if (start > rows.Length)
                return null;
            starts[fold] = start;
        }

        return new Folds(rows, groups, starts);
    }

    /// <summary>The positions in <see cref="Rows"/> that a fold holds out.</summary>
    public (int Start, int End) HeldOut(int fold) => (starts[fold], starts[fold + 1]);
}
