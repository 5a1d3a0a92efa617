using System.Globalization;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Streaming;

namespace LatentSharp.Tests.Reading.Streaming;

/// <summary>The pass itself: parts, threads, damaged arrays and stops.</summary>
public sealed class LatentPassTests
{
    [Theory]
    [InlineData(20_000, 5, 10_000)]
    [InlineData(20_000, 5, 77)]
    [InlineData(50, 33, 1)]
    [InlineData(9_000, 8, 8_192)]
    public void Two_parts_read_apart_and_merged_equal_the_whole(int examples, int dimensions, int cut)
    {
        using var device = Device.Cpu(2);
        foreach (EvidenceKind kind in Enum.GetValues<EvidenceKind>())
        {
            LatentEvidence evidence = DrawnEvidence.Draw(examples, dimensions, kind, false, 11).Evidence;
            LatentAccumulator first = new LatentPass(evidence).Read(0, cut, device);
            first.Merge(new LatentPass(evidence).Read(cut, examples - cut, device));
            double[] whole = Flat.Of(new LatentPass(evidence).Read(0, examples, device).Finish()),
                merged = Flat.Of(first.Finish());
            Assert.Equal(whole.Length, merged.Length);
            Assert.All(
                whole.Zip(merged),
                pair =>
                    Assert.True(
                        Math.Abs(pair.First - pair.Second) <= 1e-12 * Math.Abs(pair.First),
                        $"{kind}: {pair.First:R} whole, {pair.Second:R} merged"));
        }
    }

    [Theory]
    [InlineData(200_000, 3)]
    [InlineData(30_000, 17)]
    [InlineData(100, 256)]
    public void Results_do_not_depend_on_the_thread_count(int examples, int dimensions)
    {
        LatentEvidence evidence = DrawnEvidence.Draw(examples, dimensions, EvidenceKind.Plain, true, 5).Evidence;
        double[] Read(int threads)
        {
            using var device = Device.Cpu(threads);
            return Flat.Of(new LatentPass(evidence).Read(0, examples, device).Finish());
        }

        double[] alone = Read(1);
        Assert.Equal(alone, Read(2));
        Assert.Equal(alone, Read(5));
    }

    [Theory]
    [InlineData("posterior_mean", double.NaN)]
    [InlineData("posterior_logvar", double.PositiveInfinity)]
    [InlineData("prior_mean", double.NegativeInfinity)]
    [InlineData("prior_logvar", double.NaN)]
    public void Non_finite_entries_are_counted_and_the_first_is_named(string name, double value)
    {
        DrawnEvidence drawn = DrawnEvidence.Draw(20_000, 3, EvidenceKind.Plain, false, 2);
        double[] values = name switch
        {
            "posterior_mean" => drawn.QMean,
            "posterior_logvar" => drawn.QLog,
            "prior_mean" => drawn.PMean!,
            _ => drawn.PLog!,
        };
        // In several blocks, and two in one row.
        foreach (int index in new[] { 3 * 19_999, 3 * 12_345 + 2, 3 * 12_345, 3 * 9_000 + 1 })
            values[index] = value;
        using var device = Device.Cpu(2);
        LatentAccumulator read = new LatentPass(drawn.Evidence).Read(0, 20_000, device);
        var error = Assert.Throws<DataException>(() => read.Finish());
        Assert.Contains(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has 4 non-finite values among 60000, the first ({value}) in row 9000, column 1 (counted "
                    + $"from 0)"),
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_cannot_be_read_says_so_itself()
    {
        var evidence = new LatentEvidence(
            "cut short",
            new MemoryArray("posterior_mean", new double[60_000], 2),
            new Unreadable());
        using var device = Device.Cpu(2);
        Assert.Equal(
            "arrays.npz: byte 12: cut short",
            Assert.Throws<DataException>(() => new LatentPass(evidence).Read(0, 30_000, device)).Message);
    }

    [Fact]
    public void A_cancelled_pass_stops()
    {
        LatentEvidence evidence = DrawnEvidence.Draw(100, 2, EvidenceKind.Plain, true, 5).Evidence;
        using var device = Device.Cpu(1);
        Assert.Throws<OperationCanceledException>(() =>
            new LatentPass(evidence).Read(0, 100, device, null, new CancellationToken(true)));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        LatentEvidence evidence = DrawnEvidence.Draw(150_000, 1, EvidenceKind.Plain, true, 5).Evidence;
        using var device = Device.Cpu(1);
        var seen = new Seen();
        new LatentPass(evidence).Read(0, 150_000, device, seen);
        Assert.Equal(seen.Values.Order(), seen.Values);
        Assert.True(seen.Values.Count > 1);
        Assert.Equal(1, seen.Values[^1]);
    }

    private sealed class Seen : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }

    private sealed class Unreadable : IEvidenceArray
    {
        public string Name => "posterior_logvar";

        public long Rows => 30_000;

        public int Columns => 2;

        public void Read(long firstRow, Span<double> destination) =>
            throw new DataException("arrays.npz: byte 12: cut short");
    }
}
