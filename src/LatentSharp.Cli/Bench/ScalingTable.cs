using System.Globalization;
using LatentSharp.Models;

namespace LatentSharp.Cli.Bench;

/// <summary>
/// latent bench --scaling: the time of a step as one thing grows and the others stay. Below each table stands the
/// straight line through its times, which weighs every relative deviation equally.
/// </summary>
internal static class ScalingTable
{
    // So much of the usual measuring time for each of some thirty points.
    private const double Share = 0.4;
    private const int LongestBar = 32;

    private static readonly CvaeOptions Base = new()
    {
        ConditionDimensions = 32,
        TargetDimensions = 32,
        LatentDimensions = 16,
        Hidden = [128, 128],
        Likelihood = LikelihoodKind.Normal,
    };

    public static void Print(int threads, bool json)
    {
        int most = threads == 0 ? Environment.ProcessorCount : threads;
        Write("batch", "examples", Powers(4, 4, 4096), batch => (Base, batch, most), batch => batch, json);
        Write(
            "parameters",
            "hidden width",
            Powers(32, 2, 2048),
            width => (Base with { Hidden = [width, width] }, 128, most),
            width => Parameters(Base with { Hidden = [width, width] }),
            json);
        Write(
            "latent",
            "dimensions",
            Powers(2, 4, 2048),
            latent => (Base with { LatentDimensions = latent }, 128, most),
            latent => latent,
            json);
        Write(
            "threads",
            "threads",
            Powers(1, 2, most),
            count => (Base with { Hidden = [512, 512] }, 256, count),
            count => count,
            json,
            line: false);
    }

    /// <summary>The line a + b x for which the sum of squared relative deviations of the times is least.</summary>
    internal static (double Fixed, double PerUnit) Line(IReadOnlyList<(double Cost, double Time)> points)
    {
        double one = 0, x = 0, xx = 0, y = 0, xy = 0;
        foreach ((double cost, double time) in points)
        {
            double weight = 1 / (time * time);
            (one, x, xx, y, xy) = (
                one + weight,
                x + weight * cost,
                xx + weight * cost * cost,
                y + weight * time,
                xy + weight * cost * time);
        }

        double slope = (one * xy - x * y) / (one * xx - x * x);
        return ((y - slope * x) / one, slope);
    }

    private static void Write(
        string axis,
        string unit,
        IEnumerable<int> values,
        Func<int, (CvaeOptions Model, int Batch, int Threads)> point,
        Func<int, double> cost,
        bool json,
        bool line = true)
    {
        if (!json)
            Console.Out.WriteLine($"{axis,-12} {unit,12} {"parameters",12} {"batch",7} {"threads",8} {"ms/step",10}");
        var points = new List<(double Cost, double Time)>();
        foreach (int value in values)
        {
            (CvaeOptions model, int batch, int threads) = point(value);
            double time = StepTimer.Time(new Workload(axis, model, batch), threads, Share).MillisecondsPerStep;
            points.Add((cost(value), time));
            Console.Out.WriteLine(
                json
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $$"""{"axis": "{{axis}}", "value": {{value}}, "parameters": {{Parameters(model)}},"""
                            + $$""" "batch": {{batch}}, "threads": {{threads}}, "ms_per_step": {{time:F4}}}""")
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{"",-12} {value,12} {Parameters(model),12} {batch,7} {threads,8} {time,10:F4} " +
                            $"{Bar(time)}"));
        }

        if (json)
            return;
        if (line)
        {
            (double start, double slope) = Line(points);
            double worst = points.Max(p => Math.Abs((start + slope * p.Cost) / p.Time - 1));
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{"",-12} {start:G3} ms + {slope * 1e6:G3} ns for each of the {axis}; every time is within " +
                        $"{worst:P0} of it"));
        }

        Console.Out.WriteLine();
    }

    // Eight marks to a decade from a hundredth of a millisecond up.
    private static string Bar(double milliseconds) =>
        new('#', Math.Clamp((int)Math.Round(8 * Math.Log10(milliseconds / 0.01)), 1, LongestBar));

    private static IEnumerable<int> Powers(int first, int factor, int last)
    {
        for (int value = first; value <= last; value *= factor)
            yield return value;
    }

    private static long Parameters(CvaeOptions model) =>
        new Cvae(model, seed: 0).Parameters.Sum(parameter => (long)parameter.Value.Shape.Length);
}
