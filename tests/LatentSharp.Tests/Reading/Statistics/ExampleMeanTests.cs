using LatentSharp.Evidence;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Tests.Reading.Statistics;

public sealed class ExampleMeanTests
{
    private const int Groups = 40, Each = 25;

    [Fact]
    public void The_error_of_a_mean_over_groups_is_that_of_the_groups_means()
    {
        var normal = new Normals(3);
        double[] places = [.. Enumerable.Range(0, Groups).Select(_ => normal.Next())];
        double[] values = [.. Enumerable.Range(0, Groups * Each).Select(n => places[n / Each] + 0.1 * normal.Next())];
        var mean = new ExampleMean(Of(n => n / Each));
        for (int n = 0; n < values.Length; n++)
            mean.Add(n, values[n]);

        // Of groups of one size, the mean of their means: s / sqrt(G).
        double[] means = [.. values.Chunk(Each).Select(group => group.Average())];
        double expected = Math.Sqrt(means.Sum(m => Math.Pow(m - means.Average(), 2)) / (Groups - 1) / Groups);
        Assert.Equal(values.Average(), mean.Estimate.Value, 12);
        Assert.Equal(expected, mean.Estimate.StandardError, 12);
    }

    [Fact]
    public void Parts_in_any_size_give_the_same_and_many_groups_are_put_together()
    {
        var normal = new Normals(4);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => normal.Next())];
        ExampleGroups groups = Of(n => n / 2, values.Length);
        var whole = new ExampleMean(groups);
        whole.Add(0, [.. values]);
        // What is added is overwritten.
        ExampleMean first = new(groups), second = new(groups);
        first.Add(0, values.AsSpan(0, 1234));
        second.Add(1234, values.AsSpan(1234));
        first.Merge(second);
        Assert.Equal(whole.Estimate.Value, first.Estimate.Value, 12);
        Assert.Equal(whole.Estimate.StandardError, first.Estimate.StandardError, 12);
        // Pairs of independent numbers: as though each stood alone, within what 64 groups can tell.
        Assert.InRange(whole.Estimate.StandardError * Math.Sqrt(values.Length), 0.75, 1.25);
    }

    private static ExampleGroups Of(Func<int, int> group, int count = Groups * Each) =>
        ExampleGroups.Of(
            new MemoryArray("groups", [.. Enumerable.Range(0, count).Select(n => (double)group(n))], 1));
}
