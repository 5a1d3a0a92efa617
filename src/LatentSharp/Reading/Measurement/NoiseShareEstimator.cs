using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Measurement;

/// <summary>
/// V_d / (V_d + Var_n mu_nd) and its mean over dimensions, with a jackknife's standard error. The share is a ratio of
/// means whose linear expansion needs the final means before the first example is read, or the covariance of v, mu and
/// mu^2 over all dimensions; leaving groups of examples out needs neither, only their sums.
/// </summary>
internal static class NoiseShareEstimator
{
    /// <summary>The shares, and the standard error of their mean.</summary>
    public static NoiseShare Estimate(PosteriorSums sums)
    {
        (double[] variance, double[] meanVariance) = sums.Moments();
        double[] shares = Shares(variance, meanVariance);
        double mean = shares.Average();
        return new NoiseShare(new Estimate(mean, StandardError(sums, mean)), shares, meanVariance);
    }

    // The jackknife for groups of unequal size (Busing, Meijer and van der Leeden 1999, "Delete-m jackknife for unequal
    // m", equation 5): with h_j = N / m_j and pseudo-values h_j t - (h_j - 1) t_(-j),
    // 1/g sum_j (pseudo_j - estimate)^2 / (h_j - 1).
    private static double StandardError(PosteriorSums sums, double whole)
    {
        var pseudo = new List<(double Value, double H)>();
        double estimate = 0;
        for (int group = 0; group < JackknifeGroups.Count; group++)
        {
            if (sums.GroupRows[group] == 0)
                continue;
            (double[] variance, double[] meanVariance) = sums.Moments(group);
            double h = (double)sums.Rows / sums.GroupRows[group], without = Shares(variance, meanVariance).Average();
            pseudo.Add((h * whole - (h - 1) * without, h));
            estimate += whole - (1 - 1 / h) * without;
        }

        double error = Math.Sqrt(pseudo.Average(p => (p.Value - estimate) * (p.Value - estimate) / (p.H - 1)));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static double[] Shares(double[] variance, double[] meanVariance) =>
        [.. variance.Zip(meanVariance, Share)];

    // A variance is above 0 even where float64 cannot hold it: where the means do not vary, all of it is noise.
    private static double Share(double variance, double meanVariance) =>
        meanVariance == 0 || double.IsPositiveInfinity(variance) ? 1 : variance / (variance + meanVariance);
}
