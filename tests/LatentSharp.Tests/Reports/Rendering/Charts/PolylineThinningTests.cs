using LatentSharp.Reports.Rendering.Charts;

namespace LatentSharp.Tests.Reports.Rendering.Charts;

public sealed class PolylineThinningTests
{
    private static string Path(params double[] values) =>
        PolylineThinning
            .Path(
                [.. values.Select((value, index) => ((double)index, value))],
                Axis.Between(0, values.Length - 1, 0, 2),
                Axis.Between(0, 10, 10, 0))
            .ToString();

    [Fact]
    public void A_spike_among_many_points_is_kept()
    {
        double[] values = new double[10001];
        values[4321] = 10;
        string path = Path(values);
        Assert.Contains("L0.86 0", path, StringComparison.Ordinal);
        Assert.InRange(path.Count(c => c is 'L' or 'M'), 4, 12);
    }

    [Fact]
    public void A_value_that_is_not_finite_breaks_the_line() =>
        Assert.Equal("M0 9L0.5 8M1.5 6L2 5", Path(1, 2, double.NaN, 4, 5));
}
