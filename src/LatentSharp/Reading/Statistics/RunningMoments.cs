using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Statistics;

/// <summary>
/// The mean of a series and the sum of squares about it, mergeable without cancellation (Chan, Golub and LeVeque 1983,
/// "Algorithms for computing the sample variance").
/// </summary>
internal struct RunningMoments
{
    private double squares;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean.</summary>
    public double Mean { get; private set; }

    /// <summary>
    /// sqrt(s^2 / n) with s^2 = sum (x - mean)^2 / (n - 1). Values that overflowed to infinity leave it infinite.
    /// </summary>
    public readonly double StandardError
    {
        get
        {
            double error = Math.Sqrt(squares / (Count - 1) / Count);
            return double.IsNaN(error) ? double.PositiveInfinity : error;
        }
    }

    /// <summary>The mean with its standard error.</summary>
    public readonly Estimate Estimate => new(Mean, StandardError);

    /// <summary>The estimate over all of <paramref name="values"/>.</summary>
    public static Estimate Of(ReadOnlySpan<double> values)
    {
        var moments = default(RunningMoments);
        foreach (double value in values)
            moments.Add(value);
        return moments.Estimate;
    }

    /// <summary>Adds one value.</summary>
    public void Add(double value) => Merge(new RunningMoments { Count = 1, Mean = value });

    /// <summary>Adds values that are no longer needed: their deviations overwrite them.</summary>
    public void Add(Span<double> values)
    {
        if (values.IsEmpty)
            return;
        double mean = Sums.Of(values) / values.Length;
        TensorPrimitives.Subtract(values, mean, values);
        Merge(new RunningMoments { Count = values.Length, Mean = mean, squares = Sums.OfSquares(values) });
    }

    /// <summary>Adds the values of another series.</summary>
    public void Merge(in RunningMoments other)
    {
        if (other.Count == 0)
            return;
        if (Count == 0)
        {
            this = other;
            return;
        }

        double total = Count + other.Count, difference = other.Mean - Mean;
        squares += other.squares + difference * difference * (Count * (other.Count / total));
        // Two infinite means differ by nothing that can be computed; their mean is infinite all the same.
        Mean = double.IsInfinity(Mean) ? Mean : Mean + difference * (other.Count / total);
        Count += other.Count;
    }
}
