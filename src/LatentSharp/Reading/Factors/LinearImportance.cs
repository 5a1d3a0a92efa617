using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using MathNet.Numerics.LinearAlgebra;

namespace LatentSharp.Reading.Factors;

/// <summary>
/// DCI by a linear probe (Eastwood and Williams 2018, "A Framework for the Quantitative Evaluation of Disentangled
/// Representations", section 2): with R_dk the size of the weight of dimension d in a ridge regression of factor k, all
/// columns standardised (a lasso in the paper),
/// <para>
/// disentanglement sum_d rho_d (1 - H_K(R_d. / sum_k R_dk)) with rho_d = sum_k R_dk / sum R: 1 where a dimension serves
/// one factor; completeness mean_k (1 - H_D(R_.k / sum_d R_dk)): 1 where one dimension is enough for a factor. H_B is
/// the entropy with logarithms to the base B. What the paper calls informativeness is the score of the probe itself.
/// </para>
/// </summary>
internal static class LinearImportance
{
    // As in the linear probes: a thousandth of a column's variance.
    private const double Ridge = 1e-3;

    /// <summary>Both scores of every version of a sample, which has more examples than dimensions.</summary>
    public static (double[] Disentanglement, double[] Completeness) Of(FactorSample sample, Device device)
    {
        double[][] columns = [.. sample.Dimensions.Concat(sample.Factors).Select(Standardized)];
        var job = new VersionsJob
        {
            Sample = sample,
            Columns = columns,
            All = Products(columns, null),
            Disentanglement = new double[sample.Versions],
            Completeness = new double[sample.Versions],
        };
        device.Run(ref job, sample.Versions);
        return (job.Disentanglement, job.Completeness);
    }

    // A column that does not vary is zeros.
    private static double[] Standardized(double[] values)
    {
        double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
        double scale = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
        return Array.ConvertAll(values, value => (value - mean) * scale);
    }

    // Of all columns, with a last one of ones, over some examples.
    private static double[,] Products(double[][] columns, int[]? examples)
    {
        int count = columns.Length;
        var products = new double[count + 1, count + 1];
        double[][] taken =
        [
            .. columns.Select(column => examples is null ? column : Array.ConvertAll(examples, n => column[n])),
        ];
        products[count, count] = taken[0].Length;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
                products[i, j] = products[j, i] = Sums.OfProducts(taken[i], taken[j]);
            products[i, count] = products[count, i] = Sums.Of(taken[i]);
        }

        return products;
    }

    // 1 less the entropy of the parts to the base of their number.
    private static double Concentration(double[] importance, double all)
    {
        double entropy = importance.Where(part => part > 0).Sum(part => -part / all * Math.Log(part / all));
        return 1 - entropy / Math.Log(importance.Length);
    }

    private static (double Disentanglement, double Completeness) Scores(double[][] weights)
    {
        int factors = weights[0].Length;
        double[] perDimension = [.. weights.Select(row => row.Sum())];
        double all = perDimension.Sum(), disentanglement = 0, completeness = 0;
        for (int d = 0; d < weights.Length; d++)
        {
            if (perDimension[d] > 0)
                disentanglement += perDimension[d] / all * Concentration(weights[d], perDimension[d]);
        }

        for (int k = 0; k < factors; k++)
        {
            double[] column = [.. weights.Select(row => row[k])];
            if (column.Sum() is > 0 and double sum)
                completeness += Concentration(column, sum) / factors;
        }

        return (disentanglement, completeness);
    }

    // A shard is a version.
    private struct VersionsJob : IShardedJob
    {
        public FactorSample Sample;
        public double[][] Columns;
        public double[,] All;
        public double[] Disentanglement, Completeness;

        public readonly void Run(int shard)
        {
            int dimensions = Sample.Dimensions.Length, last = Columns.Length;
            double[,] products = (double[,])All.Clone();
            if (shard > 0)
            {
                double[,] left = Products(Columns, Sample.LeftOut(shard).ToArray());
                for (int i = 0; i <= last; i++)
                {
                    for (int j = 0; j <= last; j++)
                        products[i, j] -= left[i, j];
                }
            }

            double count = products[last, last];
            for (int i = 0; i < last; i++)
            {
                for (int j = 0; j < last; j++)
                    products[i, j] = products[i, j] / count - products[i, last] / count * (products[last, j] / count);
                products[i, i] += Ridge;
            }

            Matrix<double> of = Matrix<double>.Build.DenseOfArray(products),
                covariance = of.SubMatrix(0, dimensions, 0, dimensions),
                targets = of.SubMatrix(0, dimensions, dimensions, last - dimensions);
            double[][] weights = covariance.Cholesky().Solve(targets).PointwiseAbs().ToRowArrays();
            (Disentanglement[shard], Completeness[shard]) = Scores(weights);
        }
    }
}
