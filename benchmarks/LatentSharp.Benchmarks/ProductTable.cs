using LatentSharp.Compute;

namespace LatentSharp.Benchmarks;

/// <summary>Our products beside OpenBLAS's and the machine's peak, in half a minute.</summary>
internal static class ProductTable
{
    // A call of a small product is repeated until it is long enough to time, some 100 microseconds.
    private const double TimedFlops = 2e7;

    public static void Print(TextWriter writer)
    {
        if (!OpenBlas.IsAvailable)
            writer.WriteLine("OpenBLAS (libopenblas.so.0) was not found; its columns stay empty.");
        writer.WriteLine(
            $"{"batch: in -> out form",-36} {"threads",7} {"GFLOP/s",8} {"OpenBLAS",8} {"ratio",6} {"of peak",8}"
        );
        foreach (int threads in Machine.ThreadCounts)
        {
            using var device = Device.Cpu(threads);
            if (OpenBlas.IsAvailable)
                OpenBlas.SetThreads(threads);
            double peakRate = 0;
            foreach (ProductShape shape in ProductShape.All)
                writer.WriteLine(Row(shape, device, ref peakRate));
        }
    }

    private static string Row(ProductShape shape, Device device, ref double peakRate)
    {
        var product = new ProductCase(shape);
        int repeats = (int)Math.Ceiling(TimedFlops / shape.Flops);
        Action ours = Repeated(repeats, () => product.Ours(device)),
            peak = () => Machine.MultiplyAdd(device);
        double[] seconds = OpenBlas.IsAvailable
            ? Clock.Best(peak, ours, Repeated(repeats, product.Theirs))
            : Clock.Best(peak, ours);
        // The best so far: a row during which the system withheld a processor would understate it.
        peakRate = Math.Max(peakRate, Machine.MultiplyAddFlops(device) / seconds[0] / 1e9);
        double rate = repeats * shape.Flops / seconds[1] / 1e9;
        (string theirs, string ratio) = ("-", "-");
        if (OpenBlas.IsAvailable)
            (theirs, ratio) = (
                FormattableString.Invariant($"{repeats * shape.Flops / seconds[2] / 1e9:F1}"),
                FormattableString.Invariant($"{seconds[2] / seconds[1]:F2}"));
        return FormattableString.Invariant(
            $"{shape,-36} {device.Threads,7} {rate,8:F1} {theirs,8} {ratio,6} {rate / peakRate,8:P0}");
    }

    private static Action Repeated(int count, Action action) => () =>
    {
        for (int i = 0; i < count; i++)
            action();
    };
}
