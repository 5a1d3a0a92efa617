using System.Numerics;
using LatentSharp.Evidence;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Calibration;

/// <summary>
/// A random part of the examples of a Gaussian latent, dimension after dimension, each padded to whole vectors: what is
/// measured of q against p for which sums over all examples do not suffice.
/// </summary>
internal sealed class GaussianSample
{
    private readonly double[] mean, logVariance, priorMean, priorLogVariance;

    private GaussianSample(LatentEvidence evidence, int[] rows)
    {
        (Rows, Groups, Dimensions) = (rows, evidence.Grouping, evidence.Dimensions);
        Width = (rows.Length + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        mean = Transposed(evidence.PosteriorMean);
        logVariance = Transposed(evidence.PosteriorLogVariance);
        priorMean = Transposed(evidence.PriorMean!);
        priorLogVariance = Transposed(evidence.PriorLogVariance!);
    }

    /// <summary>The rows of the evidence, in random order.</summary>
    public int[] Rows { get; }

    /// <summary>Which of them belong together.</summary>
    public ExampleGroups Groups { get; }

    /// <summary>D</summary>
    public int Dimensions { get; }

    /// <summary>The examples, up to whole vectors; what is past the last is 0.</summary>
    public int Width { get; }

    /// <summary>Draws it; the probes take the same examples.</summary>
    /// <returns>Null without a router.</returns>
    public static GaussianSample? Take(LatentEvidence evidence, ReadingOptions options)
    {
        if (evidence is not { PriorMean: not null, PriorLogVariance: not null })
            return null;
        return new GaussianSample(
            evidence,
            Subsample.Shuffle(
                evidence,
                ProbeFeatures.Affordable(options.ProbeExamples, evidence.Dimensions),
                EstimationStream.Folds.For(options)));
    }

    /// <summary>mu of a dimension.</summary>
    public ReadOnlySpan<double> Mean(int dimension) => mean.AsSpan(dimension * Width, Rows.Length);

    /// <summary>m of a dimension.</summary>
    public ReadOnlySpan<double> PriorMean(int dimension) => priorMean.AsSpan(dimension * Width, Rows.Length);

    /// <summary>
    /// u = (mu - m) / sqrt(s) and 1/w = sqrt(s / v) of a dimension, bounded so that no product of theirs overflows.
    /// </summary>
    /// <param name="dimension">d</param>
    /// <param name="shift">u, [Width]</param>
    /// <param name="sharpness">1/w, [Width]</param>
    public void Standardize(int dimension, Span<double> shift, Span<double> sharpness)
    {
        for (int n = 0, at = dimension * Width; n < Width; n++, at++)
        {
            double u = (mean[at] - priorMean[at]) * Math.Exp(-0.5 * priorLogVariance[at]);
            shift[n] = double.IsNaN(u) ? 0 : Math.Clamp(u, -1e100, 1e100);
            sharpness[n] = Math.Exp(Math.Clamp(0.5 * (priorLogVariance[at] - logVariance[at]), -200, 200));
        }
    }

    private double[] Transposed(IEvidenceArray array)
    {
        double[] read = Subsample.Read(array, Rows), values = new double[Dimensions * Width];
        for (int n = 0; n < Rows.Length; n++)
        {
            for (int d = 0; d < Dimensions; d++)
                values[d * Width + n] = read[n * Dimensions + d];
        }

        return values;
    }
}
