namespace LatentSharp.Reading.Factors;

/// <summary>
/// SAP = mean_k (S_ik - S_jk) with S_dk the share of the variance of factor k that a line through dimension d alone
/// explains, i the best dimension and j the next (Kumar, Sattigeri and Balakrishnan 2018, "Variational Inference of
/// Disentangled Latent Concepts from Unlabeled Observations", section 4): S is the squared correlation.
/// </summary>
internal static class SeparatedAttributes
{
    /// <summary>The score of every version of a sample.</summary>
    public static double[] Of(FactorSample sample)
    {
        int factors = sample.Factors.Length;
        double[][] shares =
        [
            .. sample.Dimensions.SelectMany(dimension =>
                sample.Factors.Select(factor => SquaredCorrelations(sample, dimension, factor))),
        ];
        return
        [
            .. Enumerable.Range(0, sample.Versions).Select(version =>
                Enumerable.Range(0, factors).Average(k =>
                {
                    (double first, double second) = Largest.Two(
                        sample.Dimensions.Length,
                        d => shares[d * factors + k][version]);
                    return first - second;
                })),
        ];
    }

    private static double[] SquaredCorrelations(FactorSample sample, double[] dimension, double[] factor)
    {
        // About one of the examples, so that a column far from 0 keeps its digits.
        (double x0, double y0) = (dimension[0], factor[0]);
        var all = default(Moments);
        for (int n = 0; n < factor.Length; n++)
            all.Add(dimension[n] - x0, factor[n] - y0, 1);
        var shares = new double[sample.Versions];
        for (int version = 0; version < shares.Length; version++)
        {
            Moments left = all;
            foreach (int n in sample.LeftOut(version))
                left.Add(dimension[n] - x0, factor[n] - y0, -1);
            shares[version] = left.SquaredCorrelation;
        }

        return shares;
    }

    private struct Moments
    {
        private double n, x, y, xx, xy, yy;

        public readonly double SquaredCorrelation
        {
            get
            {
                double covariance = xy - x * y / n, product = (xx - x * x / n) * (yy - y * y / n);
                return product > 0 ? covariance * covariance / product : 0;
            }
        }

        public void Add(double a, double b, int times)
        {
            n += times;
            x += times * a;
            y += times * b;
            xx += times * a * a;
            xy += times * a * b;
            yy += times * b * b;
        }
    }
}
