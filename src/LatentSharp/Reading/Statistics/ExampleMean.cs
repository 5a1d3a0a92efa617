using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Statistics;

/// <summary>
/// The mean over examples of a number that each has, and its standard error. Where examples come in groups, the error
/// is that of a mean whose groups were sampled: sqrt(B / (B - 1) sum_b (S_b - n_b mean)^2) / N over the sums S_b of
/// groups (Cochran 1977, "Sampling Techniques", section 9A.2), which are put together to at most
/// <see cref="JackknifeGroups.Count"/> of them.
/// </summary>
/// <param name="groups">Which examples belong together.</param>
internal sealed class ExampleMean(ExampleGroups groups)
{
    private readonly double[] sums = new double[groups.Any ? JackknifeGroups.Count : 0];
    private readonly long[] counts = new long[groups.Any ? JackknifeGroups.Count : 0];
    private RunningMoments moments;

    /// <summary>How many examples were added.</summary>
    public long Count => moments.Count;

    /// <summary>Their mean.</summary>
    public double Mean => moments.Mean;

    /// <summary>The mean with its standard error.</summary>
    public Estimate Estimate => groups.Any ? new Estimate(Mean, GroupedError()) : moments.Estimate;

    /// <summary>The estimate over values of some rows, such as influences.</summary>
    /// <param name="groups">Which examples belong together.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="values">A number for each.</param>
    public static Estimate Of(ExampleGroups groups, ReadOnlySpan<int> rows, ReadOnlySpan<double> values)
    {
        var mean = new ExampleMean(groups);
        for (int n = 0; n < values.Length; n++)
            mean.Add(rows[n], values[n]);
        return mean.Estimate;
    }

    /// <summary>Adds an example.</summary>
    public void Add(long row, double value)
    {
        AddToGroup(row, value);
        moments.Add(value);
    }

    /// <summary>Adds neighbouring examples, whose values are overwritten.</summary>
    public void Add(long firstRow, Span<double> values)
    {
        if (groups.Any)
        {
            for (int n = 0; n < values.Length; n++)
                AddToGroup(firstRow + n, values[n]);
        }

        moments.Add(values);
    }

    /// <summary>Adds other examples of the same evidence.</summary>
    public void Merge(ExampleMean other)
    {
        moments.Merge(other.moments);
        for (int group = 0; group < sums.Length; group++)
        {
            sums[group] += other.sums[group];
            counts[group] += other.counts[group];
        }
    }

    /// <summary>Forgets every example.</summary>
    public void Clear()
    {
        moments = default;
        Array.Clear(sums);
        Array.Clear(counts);
    }

    private void AddToGroup(long row, double value)
    {
        if (!groups.Any)
            return;
        int group = JackknifeGroups.Of(groups[row]);
        sums[group] += value;
        counts[group]++;
    }

    private double GroupedError()
    {
        double squares = 0;
        int filled = 0;
        for (int group = 0; group < sums.Length; group++)
        {
            double deviation = sums[group] - counts[group] * Mean;
            squares += deviation * deviation;
            filled += counts[group] > 0 ? 1 : 0;
        }

        double error = Math.Sqrt(squares * filled / (filled - 1)) / Count;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
