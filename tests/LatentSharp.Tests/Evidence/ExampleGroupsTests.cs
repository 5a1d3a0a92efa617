using LatentSharp.Data;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Evidence;

public sealed class ExampleGroupsTests
{
    [Fact]
    public void Groups_are_numbered_as_they_come_and_without_an_array_each_example_stands_alone()
    {
        ExampleGroups groups = Of(7, -2, 7, 0.5);
        Assert.Equal((3, true), (groups.Count, groups.Any));
        Assert.Equal([0, 1, 0, 2], Enumerable.Range(0, 4).Select(row => groups[row]));
        Assert.Equal((0, false, 12), (ExampleGroups.None.Count, ExampleGroups.None.Any, ExampleGroups.None[12]));
        Assert.Same(ExampleGroups.None, ExampleGroups.Of(null));
    }

    [Fact]
    public void Groups_that_say_nothing_are_refused()
    {
        Assert.StartsWith(
            "groups: row 1 holds none;",
            Assert.Throws<DataException>(() => Of(1, double.NaN)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "groups: all examples are of one group",
            Assert.Throws<DataException>(() => Of(3, 3, 3)).Message,
            StringComparison.Ordinal);
    }

    private static ExampleGroups Of(params double[] numbers) => ExampleGroups.Of(new MemoryArray("groups", numbers, 1));
}
