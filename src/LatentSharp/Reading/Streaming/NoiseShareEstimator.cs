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
                new Estimate(mean, Error(group => group.Share)),
                [.. shares],
                [.. meanVariance]),
            new ChannelInformation(new Estimate(channel, Error(group => group.Channel))));

        double Error(Func<(double H, double Share, double Channel), double> difference) =>
            Jackknife.StandardError([.. without.Select(group => (group.H, difference(group)))]);
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
