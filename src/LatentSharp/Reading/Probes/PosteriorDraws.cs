using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Probes;

/// <summary>One draw z of q for each of some examples, mu + sqrt(v) times noise that is the row's own.</summary>
internal static class PosteriorDraws
{
    /// <summary>Draws.</summary>
    /// <param name="evidence">A Gaussian latent.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="options">The seed.</param>
    /// <returns>[rows.Length, D]</returns>
    public static double[] Of(LatentEvidence evidence, int[] rows, ReadingOptions options)
    {
        double[] z = Subsample.Read(evidence.PosteriorMean, rows),
            logVariance = Subsample.Read(evidence.PosteriorLogVariance, rows);
        var noise = new float[evidence.Dimensions];
        for (int n = 0, at = 0; n < rows.Length; n++)
        {
            EstimationStream.Draw.For(options, rows[n]).FillNormal(noise);
            for (int d = 0; d < noise.Length; d++, at++)
                z[at] += Math.Exp(0.5 * logVariance[at]) * noise[d];
        }

        return z;
    }
}
