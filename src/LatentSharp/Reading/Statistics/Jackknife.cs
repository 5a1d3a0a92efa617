using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Statistics;

/// <summary>
/// The standard error of a statistic from what it is without each of some groups of examples, which may be of unequal
/// size (Busing, Meijer and van der Leeden 1999, "Delete-m jackknife for unequal m", equation 5). With h_j = N / m_j
/// and d_j = t - t_(-j), a pseudo-value is t + (h_j - 1) d_j, the estimate t + sum_j (1 - 1/h_j) d_j, and its variance
/// 1/g sum_j (pseudo_j - estimate)^2 / (h_j - 1).
/// </summary>
internal static class Jackknife
{
    /// <summary>The statistic less its bias, t + sum_j (1 - 1/h_j) d_j, and its standard error.</summary>
    /// <param name="value">t, over all examples.</param>
    /// <param name="groups">h_j and d_j of each group that has examples.</param>
    public static Estimate Estimate(double value, IReadOnlyCollection<(double H, double Difference)> groups) =>
        new(value + groups.Sum(group => (1 - 1 / group.H) * group.Difference), StandardError(groups));

    /// <summary>The standard error; infinite where it cannot be told.</summary>
    /// <param name="groups">h_j and d_j of each group that has examples.</param>
    public static double StandardError(IReadOnlyCollection<(double H, double Difference)> groups)
    {
        double correction = groups.Sum(group => (1 - 1 / group.H) * group.Difference);
        double error = Math.Sqrt(
            groups.Average(group => Math.Pow((group.H - 1) * group.Difference - correction, 2) / (group.H - 1)));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
