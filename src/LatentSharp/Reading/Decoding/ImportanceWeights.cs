namespace LatentSharp.Reading.Decoding;

/// <summary>What one example's S log-weights say: their log-mean, and whether that mean can be trusted.</summary>
/// <param name="LogMean">log (1/S) sum_s w_s, nats.</param>
/// <param name="EffectiveSampleSize">(sum w)^2 / sum w^2, from 1 to S (Kish 1965).</param>
/// <param name="TailIndex">k-hat of the weights' tail; null where no tail can be fitted.</param>
/// <param name="Zeros">How many weights are 0.</param>
internal readonly record struct ImportanceWeights(
    double LogMean,
    double EffectiveSampleSize,
    double? TailIndex,
    int Zeros)
{
    /// <summary>Above it, convergence of the mean is too slow to rely on (Vehtari et al. 2024).</summary>
    public const double TailIndexLimit = 0.7;

    // Below 25 draws a tail of a fifth has fewer than 5 weights.
    private const int FewestSamples = 25, FewestInTail = 5;
    private const double DeepestLogWeight = -700;

    /// <summary>Summarises log-weights, which are sorted in place.</summary>
    public static ImportanceWeights Of(Span<double> logWeights)
    {
        logWeights.Sort();
        double largest = logWeights[^1], sum = 0, squares = 0;
        int zeros = 0;
        while (zeros < logWeights.Length && double.IsNegativeInfinity(logWeights[zeros]))
            zeros++;
        if (zeros == logWeights.Length)
            return new ImportanceWeights(largest, 0, null, zeros);
        foreach (double logWeight in logWeights)
        {
            double weight = Math.Exp(logWeight - largest);
            sum += weight;
            squares += weight * weight;
        }

        return new ImportanceWeights(
            largest + Math.Log(sum / logWeights.Length),
            sum * sum / squares,
            FitTail(logWeights),
            zeros);
    }

    // Vehtari, Simpson, Gelman, Yao and Gabry (2024), "Pareto smoothed importance sampling": a generalised Pareto
    // distribution is fitted to what the largest min(S / 5, 3 sqrt(S)) weights exceed the next largest by, and k-hat is
    // drawn towards 1/2 as though ten more weights had said so.
    private static double? FitTail(ReadOnlySpan<double> ascending)
    {
        if (ascending.Length < FewestSamples)
            return null;
        int length = (int)Math.Ceiling(Math.Min(0.2 * ascending.Length, 3 * Math.Sqrt(ascending.Length)));
        ReadOnlySpan<double> tail = ascending[^length..];
        double cutoff = ascending[^(length + 1)];
        Span<double> excesses = new double[length];
        int count = 0;
        foreach (double logWeight in tail)
        {
            // A weight of 0 is in no tail; one equal to the cutoff does not exceed it, and what cannot be told from
            // rounding is not a tail.
            double share = 1 - Math.Exp(cutoff - logWeight);
            if (!(share >= 1e-12))
                continue;

            // The largest weight is taken as 1. Floored rather than lost where it would underflow beside that.
            excesses[count++] = Math.Exp(Math.Max(logWeight - tail[^1] + Math.Log(share), DeepestLogWeight));
        }

        if (count < FewestInTail)
            return null;
        double k = GeneralizedPareto.Shape(excesses[..count]);
        return (count * k + 10 * 0.5) / (count + 10);
    }
}
