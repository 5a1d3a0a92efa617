namespace LatentSharp.Reading.Factors;

/// <summary>The scores that are made of the mutual information of every dimension with every factor.</summary>
internal static class InformationScores
{
    /// <summary>
    /// MIG = mean_k (I(z_i; v_k) - I(z_j; v_k)) / H(v_k) with i the dimension that says most of factor k and j the next
    /// (Chen, Li, Grosse and Duvenaud 2018, "Isolating Sources of Disentanglement", equation 6).
    /// </summary>
    public static double[] MutualInformationGap(FactorSample sample, BinnedInformation information) =>
        Each(sample, version =>
        {
            double sum = 0;
            for (int k = 0; k < sample.Factors.Length; k++)
            {
                (double first, double second) = Largest.Two(
                    sample.Dimensions.Length,
                    d => information.Of(version, d, k));
                sum += (first - second) / information.Entropy(version, k);
            }

            return sum / sample.Factors.Length;
        });

    /// <summary>
    /// mean_d (1 - sum over all factors but the dimension's best of I(z_d; v_k)^2 / (max_k I^2 (K - 1))): 1 where a
    /// dimension informs of one factor alone; a dimension without any counts 0 (Ridgeway and Mozer 2018, "Learning Deep
    /// Disentangled Embeddings With the F-Statistic Loss", section 3).
    /// </summary>
    public static double[] Modularity(FactorSample sample, BinnedInformation information) =>
        Each(sample, version =>
        {
            double sum = 0;
            for (int d = 0; d < sample.Dimensions.Length; d++)
            {
                double most = 0, squares = 0;
                for (int k = 0; k < sample.Factors.Length; k++)
                {
                    double square = Math.Pow(information.Of(version, d, k), 2);
                    (most, squares) = (Math.Max(most, square), squares + square);
                }

                sum += most > 0 ? 1 - (squares - most) / (most * (sample.Factors.Length - 1)) : 0;
            }

            return sum / sample.Dimensions.Length;
        });

    private static double[] Each(FactorSample sample, Func<int, double> score) =>
        [.. Enumerable.Range(0, sample.Versions).Select(score)];
}
