using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Streaming;

public class ClampedCheckTests
{
    private const int Examples = 500, Dimensions = 6;

    [Theory]
    [InlineData(-1.0, true)]
    [InlineData(1.0, false)]
    public void A_bound_that_many_values_meet_is_found_in_any_units(double bound, bool isLeast)
    {
        double[] free = Free(), clamped =
            [.. free.Select(value => isLeast ? Math.Max(value, bound) : Math.Min(value, bound))];
        double share = clamped.Count(value => value == bound) / (double)clamped.Length;
        Assert.InRange(share, 0.1, 0.25);
        ClampedLogVariance found = Of(clamped)!;
        Assert.Equal((bound, isLeast, share, Examples), (found.Bound, found.IsLeast, found.Share, found.Examples));

        // Each dimension in units of its own: as many values lie at the end of each.
        double[] rescaled = [.. clamped.Select((value, at) => value + at % Dimensions)];
        Assert.Equal(share, Of(rescaled)!.Share);
        Assert.Null(Of(free));
    }

    [Fact]
    public void Constants_and_rows_that_repeat_are_no_bound()
    {
        Assert.Null(Of(new double[Examples * Dimensions]));
        // Ten examples, fifty times each: every value is met as often as the least.
        double[] few = Free()[..(10 * Dimensions)];
        Assert.Null(Of([.. Enumerable.Range(0, 50).SelectMany(_ => few)]));
        // A few rows, of which each dimension has a least one.
        Assert.Null(Of(Free()[..(40 * Dimensions)]));
    }

    private static double[] Free()
    {
        var normal = new Normals(7);
        return [.. Enumerable.Range(0, Examples * Dimensions).Select(_ => normal.Next())];
    }

    private static ClampedLogVariance? Of(double[] logVariances) =>
        ClampedCheck.Of(
            new LatentEvidence(
                "test",
                new MemoryArray("posterior_mean", new double[logVariances.Length], Dimensions),
                new MemoryArray("posterior_logvar", logVariances, Dimensions)),
            new ReadingOptions());
}
