using LatentSharp.Compute;

namespace LatentSharp.Reading.Decoding;

/// <summary>
/// The generalised Pareto distribution P(X > x) = (1 + k x / sigma)^(-1/k), of which the shape k says how heavy the
/// tail is: moments of order 1/k and above are infinite.
/// </summary>
internal static class GeneralizedPareto
{
    private const double PriorScale = 3;

    /// <summary>
    /// The shape by the empirical Bayes estimate of Zhang and Stephens (2009, "A new and efficient estimation method
    /// for the generalized Pareto distribution", Technometrics 51). In b = -k / sigma the likelihood has one parameter,
    /// since given b the shape is k(b) = mean_i ln(1 - b x_i); with l(b) = n (ln(-b / k(b)) - k(b) - 1), b-hat is the
    /// mean of b over a grid, weighted by exp l(b), and k-hat = k(b-hat).
    /// </summary>
    /// <param name="x">Positive numbers in ascending order.</param>
    /// <returns>k-hat: above 0 for a power-law tail, 0 for an exponential one, below 0 for a bounded one.</returns>
    public static double Shape(ReadOnlySpan<double> x)
    {
        // The article's grid, which a prior for b places; of 30 + sqrt(n) points as Vehtari et al. (2024) take it.
        int points = 30 + (int)Math.Sqrt(x.Length);
        double quartile = x[(int)(x.Length / 4.0 + 0.5) - 1], largest = x[^1];
        Span<double> grid = new double[points], logWeight = new double[points];
        double best = double.NegativeInfinity;
        for (int j = 0; j < points; j++)
        {
            double b = 1 / largest + (1 - Math.Sqrt(points / (j + 0.5))) / (PriorScale * quartile);
            double k = ShapeGiven(b, x);
            grid[j] = b;
            logWeight[j] = x.Length * (Math.Log(-b / k) - k - 1);
            best = Math.Max(best, logWeight[j]);
        }

        double total = 0, weighted = 0;
        for (int j = 0; j < points; j++)
        {
            double weight = Math.Exp(logWeight[j] - best);
            total += weight;
            weighted += weight * grid[j];
        }

        return ShapeGiven(weighted / total, x);
    }

    private static double ShapeGiven(double b, ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x)
            sum += StableMath.LogOnePlus(-b * value);
        return sum / x.Length;
    }
}
