using System.Globalization;
using LatentSharp.Autodiff;
using LatentSharp.Cli.Bench;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Benchmarks;

/// <summary>
/// How far a training step is from what the machine allows: the products at the peak of its registers, then every array
/// that a linear layer or Adam must read or write at the speed of a memory that holds Adam's. Random numbers, losses
/// and everything else count as nothing.
/// </summary>
internal static class FloorTable
{
    public static void Print(TextWriter writer)
    {
        writer.WriteLine(
            $"{"workload",-10} {"threads",7} {"GFLOP",7} {"MB",7} {"GFLOP/s",8} {"GB/s",7} {"floor ms",9} " +
                $"{"step ms",9} {"ratio",6}");
        foreach (Workload workload in Workload.All)
        {
            foreach (int threads in Machine.ThreadCounts)
                writer.WriteLine(Row(workload, threads));
        }
    }

    private static string Row(Workload workload, int threads)
    {
        var model = new Cvae(workload.Model, seed: 0);
        Tensor[] arrays = Machine.StreamArrays(model.Parameters.Sum(parameter => parameter.Value.Shape.Length));
        (double flops, double bytes) = Count(workload, model);
        double peak, bandwidth;
        using (var device = Device.Cpu(threads))
        {
            double[] seconds = Clock.Best(() => Machine.MultiplyAdd(device), () => Machine.Stream(arrays, device));
            peak = Machine.MultiplyAddFlops(device) / seconds[0];
            bandwidth = Machine.StreamBytes(arrays) / seconds[1];
        }

        double floor = 1e3 * (flops / peak + bytes / bandwidth),
            step = StepTimer.Time(workload, threads).MillisecondsPerStep;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{workload.Name,-10} {threads,7} {flops / 1e9,7:F3} {bytes / 1e6,7:F1} {peak / 1e9,8:F0} "
                + $"{bandwidth / 1e9,7:F1} {floor,9:F3} {step,9:F3} {step / floor,6:F2}");
    }

    // Each weight takes part in y, in dW and, but for columns whose input is data, in dx. It is read for y and for dx,
    // its gradient is written and read for the norm, and Adam reads four numbers and writes three. Of a layer's
    // activations, x is read for y and for dW and dx is written; y is written, y and dy are read to make ds, which is
    // written and read for dW and dx.
    private static (double Flops, double Bytes) Count(Workload workload, Cvae model)
    {
        double products = 0, numbers = 0;
        foreach (Parameter weight in model.Parameters.Where(parameter => parameter.Value.Shape.Rank == 2))
        {
            int outputs = weight.Value.Shape[0], inputs = weight.Value.Shape[1];
            int differentiated = weight.Name switch
            {
                "decoder.0.weight" => workload.Model.LatentDimensions,
                "inference.0.weight" or "router.0.weight" => 0,
                _ => inputs,
            };
            products += (double)outputs * (2 * inputs + differentiated);
            numbers += (double)outputs * ((1 + 1 + 1 + 7) * inputs + differentiated);
            numbers += (double)workload.BatchSize * (2 * inputs + differentiated + (1 + 2 + 1 + 2) * outputs);
        }

        return (2 * workload.BatchSize * products, sizeof(float) * numbers);
    }
}
