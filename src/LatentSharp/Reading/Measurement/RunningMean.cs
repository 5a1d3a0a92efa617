using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Measurement;

/// <summary>
/// The mean of a stream of numbers, and its standard error sqrt(s^2 / n) with s^2 the sample variance, in one pass that
/// does not cancel (Welford 1962).
/// </summary>
internal struct RunningMean
{
    private long count;
    private double mean, squares;

    /// <summary>Takes in one example's number.</summary>
    public void Add(double value)
    {
        double distance = value - mean;
        mean += distance / ++count;
        squares += distance * (value - mean);
    }

    /// <summary>The mean and its standard error over what was taken in; the error of a single number is 0.</summary>
    public readonly Estimate Estimate => new(mean, count < 2 ? 0 : Math.Sqrt(squares / (count - 1) / count));

    /// <summary>The estimate over all of <paramref name="values"/>.</summary>
    public static Estimate Of(ReadOnlySpan<double> values)
    {
        var running = default(RunningMean);
        foreach (double value in values)
            running.Add(value);
        return running.Estimate;
    }
}
