using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Streaming;

public sealed class VarianceQuantileReaderTests
{
    [Fact]
    public void Beyond_the_exact_count_quantiles_are_within_a_thousandth()
    {
        const int count = (int)VarianceQuantileReader.ExactUpTo + 4;
        var logs = new float[count];
        new RandomStream(4, RandomPurpose.Synthesis).FillNormal(logs);
        VarianceQuantiles quantiles = Read(new MemoryArray("posterior_logvar", logs, 4));
        Array.Sort(logs);
        void Agrees(double level, double actual) =>
            Assert.InRange(Math.Log(actual) - logs[(int)(level * (count - 1))], -1d / 1024, 1d / 1024);
        Agrees(0.05, quantiles.Q05);
        Agrees(0.5, quantiles.Q50);
        Agrees(0.95, quantiles.Q95);
    }

    [Fact]
    public void Values_beyond_the_exponential_are_zero_or_infinite()
    {
        VarianceQuantiles quantiles = Read(
            new MemoryArray("posterior_logvar", [-1e6, -900, -900, 0, 900, 1e300, 900], 1));
        Assert.Equal(new VarianceQuantiles(0, 1, double.PositiveInfinity), quantiles);
    }

    [Fact]
    public void Bins_count_by_their_lower_edge()
    {
        double[] logs = [0, -1e-12, 1d / 1024, -200, 90, 0.5, -0.5, 1e9, -1e9];
        var histogram = new LogVarianceHistogram();
        histogram.Add(logs, new long[logs.Length]);
        Assert.Equal(
            logs.GroupBy(LogVarianceHistogram.BinOf).OrderBy(bin => bin.Key).Select(bin => (bin.Key, bin.LongCount())),
            histogram.Occupied());
        Assert.All(
            logs[..7],
            log =>
                Assert.InRange(
                    log,
                    LogVarianceHistogram.LowerEdge(LogVarianceHistogram.BinOf(log)),
                    Math.BitDecrement(LogVarianceHistogram.LowerEdge(LogVarianceHistogram.BinOf(log) + 1))));
    }

    [Fact]
    public void The_reported_histogram_counts_standard_deviations_between_its_edges()
    {
        DrawnEvidence drawn = DrawnEvidence.Draw(1000, 3, EvidenceKind.Plain, false, 8);
        foreach (double stretch in new[] { 0.01, 1, 50 })
        {
            double[] logs = [.. drawn.QLog.Select(log => stretch * log)];
            var fine = new LogVarianceHistogram();
            fine.Add(logs, new long[logs.Length]);
            Histogram histogram = StandardDeviationHistogram.Of(fine);
            Assert.InRange(histogram.Counts.Length, 1, 40);
            Assert.Equal(histogram.Counts.Length + 1, histogram.Edges.Length);
            for (int i = 0; i < histogram.Counts.Length; i++)
            {
                double low = 2 * Math.Log(histogram.Edges[i]), high = 2 * Math.Log(histogram.Edges[i + 1]);
                Assert.Equal(logs.Count(log => log >= low && log < high), histogram.Counts[i]);
            }
        }
    }

    private static VarianceQuantiles Read(MemoryArray logs)
    {
        var histogram = new LogVarianceHistogram();
        double[] values = new double[logs.Rows * logs.Columns];
        logs.Read(0, values);
        histogram.Add(values, new long[values.Length]);
        return VarianceQuantileReader.Read(logs, histogram);
    }
}
