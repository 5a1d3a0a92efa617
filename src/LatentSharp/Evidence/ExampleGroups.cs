using LatentSharp.Data;

namespace LatentSharp.Evidence;

/// <summary>
/// Which examples belong together, as the steps of a sequence do; without an array each stands alone.
/// </summary>
internal sealed class ExampleGroups
{
    private readonly int[]? numbers;

    private ExampleGroups(int[]? numbers, int count) => (this.numbers, Count) = (numbers, count);

    /// <summary>Every example stands alone.</summary>
    public static ExampleGroups None { get; } = new(null, 0);

    /// <summary>How many groups there are; 0 where every example stands alone.</summary>
    public int Count { get; }

    /// <summary>Whether examples come in groups.</summary>
    public bool Any => numbers is not null;

    /// <summary>The number of a row's group, counted in the order in which they come; the row where it stands
    /// alone.</summary>
    public long this[long row] => numbers is null ? row : numbers[row];

    /// <summary>Numbers the groups of an array.</summary>
    /// <param name="array">[N], a number that is the same for examples of one group; null for none.</param>
    /// <exception cref="DataException">An example has no group, or there is only one.</exception>
    public static ExampleGroups Of(IEvidenceArray? array)
    {
        if (array is null)
            return None;
        var values = new double[checked((int)array.Rows)];
        array.Read(0, values);
        var numbers = new int[values.Length];
        var known = new Dictionary<double, int>();
        for (int n = 0; n < values.Length; n++)
        {
            if (!double.IsFinite(values[n]))
                throw new DataException(
                    $"{array.Name}: row {n} holds none; every example belongs to a group: number what stands alone by "
                        + "itself");
            if (!known.TryGetValue(values[n], out numbers[n]))
                known.Add(values[n], numbers[n] = known.Count);
        }

        return known.Count > 1
            ? new ExampleGroups(numbers, known.Count)
            : throw new DataException(
                $"{array.Name}: all examples are of one group, and an error bar over groups needs two at least; leave "
                    + "the array out");
    }
}
