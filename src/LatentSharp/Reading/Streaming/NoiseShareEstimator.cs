using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// V_d / (V_d + Var_n mu_nd) and its mean over dimensions, with a jackknife's standard error. The share is a ratio of
/// means whose linear expansion needs the final means before the first example is read, or the covariance of v, mu and
/// mu^2 over all dimensions; leaving groups of examples out needs neither, only their sums.
/// </summary>
internal static class NoiseShareEstimator
{
    /// <summary>
    /// The shares and the standard error of their mean, and 1/2 sum_d ln(1 + Var_n mu_d / V_d) with its own.
    /// </summary>
    public static (NoiseShare Share, ChannelInformation Channel) Estimate(PosteriorSums sums)
    {
        (double[] variance, double[] meanVariance) = sums.Moments();
        double[] shares = Shares(variance, meanVariance);
        double mean = shares.Average(), channel = Channel(variance, meanVariance);
        // Leaving a group out adds up all others: once for both.
        (double H, double Share, double Channel)[] without =
        [
            .. Enumerable.Range(0, JackknifeGroups.Count).Where(group => sums.GroupRows[group] > 0).Select(group =>
            {
                (double[] v, double[] spread) = sums.Moments(group);
                return (
                    (double)sums.Rows / sums.GroupRows[group],
                    mean - Shares(v, spread).Average(),
                    channel - Channel(v, spread));
            }),
        ];
        return (
            new NoiseShare(
                new Estimate(mean, StandardError([.. without.Select(group => (group.H, group.Share))])),
                [.. shares],
                [.. meanVariance]),
            new ChannelInformation(
                new Estimate(channel, StandardError([.. without.Select(group => (group.H, group.Channel))]))));
    }

    // The jackknife for groups of unequal size (Busing, Meijer and van der Leeden 1999, "Delete-m jackknife for unequal
    // m", equation 5). With h_j = N / m_j and d_j = t - t_(-j), a pseudo-value is t + (h_j - 1) d_j, the estimate
    // t + sum_j (1 - 1/h_j) d_j, and its variance 1/g sum_j (pseudo_j - estimate)^2 / (h_j - 1).
    private static double StandardError((double H, double Difference)[] groups)
    {
        double correction = groups.Sum(group => (1 - 1 / group.H) * group.Difference);
        double error = Math.Sqrt(
            groups.Average(group => Math.Pow((group.H - 1) * group.Difference - correction, 2) / (group.H - 1)));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static double Channel(double[] variance, double[] meanVariance) =>
        variance.Zip(meanVariance, (v, spread) => spread == 0 || double.IsPositiveInfinity(v)
            ? 0
            : 0.5 * Math.Log(1 + spread / v)).Sum();

    private static double[] Shares(double[] variance, double[] meanVariance) =>
        [.. variance.Zip(meanVariance, Share)];

    // A variance is above 0 even where float64 cannot hold it: where the means do not vary, all of it is noise.
    private static double Share(double variance, double meanVariance) =>
        meanVariance == 0 || double.IsPositiveInfinity(variance) ? 1 : variance / (variance + meanVariance);
}
