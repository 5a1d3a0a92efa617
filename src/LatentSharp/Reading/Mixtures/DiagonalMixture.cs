using System.Numerics;
using System.Numerics.Tensors;
using LatentSharp.Compute;

namespace LatentSharp.Reading.Mixtures;

/// <summary>
/// The mixture (1/M) sum_m N(z; mu_m, diag v_m), for log-densities at many points. Components lie side by side in the
/// lanes of a vector. The quadratic form is summed as (z - mu)^2 / v: its expansion into a matrix product would cancel
/// where a component is narrow and far from 0.
/// </summary>
internal sealed class DiagonalMixture
{
    private static readonly int Lanes = Vector<double>.Count;

    private readonly int dimensions;
    private readonly double[] means, precisions, offsets;

    /// <summary>Prepares a mixture.</summary>
    /// <param name="mean">mu, [M, D].</param>
    /// <param name="logVariance">ln v, [M, D].</param>
    /// <param name="dimensions">D</param>
    public DiagonalMixture(ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance, int dimensions)
    {
        this.dimensions = dimensions;
        Components = mean.Length / dimensions;
        Width = (Components + Lanes - 1) / Lanes * Lanes;
        means = new double[Width * dimensions];
        precisions = new double[Width * dimensions];

        // Lanes beyond the last component are components of density 0.
        offsets = new double[Width];
        Array.Fill(offsets, double.NegativeInfinity);
        for (int m = 0; m < Components; m++)
        {
            double logVolume = 0;
            for (int d = 0; d < dimensions; d++)
            {
                int at = (m / Lanes * dimensions + d) * Lanes + m % Lanes;
                means[at] = mean[m * dimensions + d];
                precisions[at] = Math.Exp(-logVariance[m * dimensions + d]);
                logVolume += Math.Log(2 * Math.PI) + logVariance[m * dimensions + d];
            }

            offsets[m] = -0.5 * logVolume;
        }
    }

    /// <summary>M</summary>
    public int Components { get; }

    /// <summary>M rounded up to whole vectors: the room that <see cref="LogDensities"/> needs.</summary>
    public int Width { get; }

    /// <summary>log N(z; mu_m, diag v_m) for every component.</summary>
    /// <param name="z">[D]</param>
    /// <param name="logDensities">[Width]; beyond the last component, negative infinity.</param>
    public void LogDensities(ReadOnlySpan<double> z, Span<double> logDensities)
    {
        var half = new Vector<double>(-0.5);
        for (int block = 0; block < Width / Lanes; block++)
        {
            ReadOnlySpan<double> mean = means.AsSpan(block * dimensions * Lanes),
                precision = precisions.AsSpan(block * dimensions * Lanes);
            Vector<double> sum = Vector<double>.Zero;
            for (int d = 0; d < z.Length; d++)
            {
                Vector<double> distance = new Vector<double>(z[d]) - new Vector<double>(mean[(d * Lanes)..]);
                sum += distance * distance * new Vector<double>(precision[(d * Lanes)..]);
            }

            (half * sum + new Vector<double>(offsets, block * Lanes)).CopyTo(logDensities[(block * Lanes)..]);
        }
    }

    /// <summary>
    /// The mixture's log-density from those of its components: log (1/M) sum_m exp l_m, the largest taken out first.
    /// </summary>
    /// <param name="logDensities">
    /// l, [Width]; on return, every component's share of the density, which sum to 1.
    /// </param>
    public double LogMean(Span<double> logDensities)
    {
        double largest = TensorPrimitives.Max<double>(logDensities);
        TensorPrimitives.Subtract(logDensities, largest, logDensities);
        TensorPrimitives.Exp<double>(logDensities, logDensities);
        double sum = Sums.Of(logDensities);
        TensorPrimitives.Divide(logDensities, sum, logDensities);
        return largest + Math.Log(sum / Components);
    }
}
