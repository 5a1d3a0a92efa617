namespace LatentSharp.Reading.Statistics;

/// <summary>The middle of values: the mean of the two in the middle where their number is even.</summary>
internal static class Medians
{
    /// <summary>The median of at least one value; they are sorted in place.</summary>
    public static double Of(List<double> values)
    {
        values.Sort();
        return 0.5 * (values[(values.Count - 1) / 2] + values[values.Count / 2]);
    }
}
