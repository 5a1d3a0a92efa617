using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading;

/// <summary>
/// A model of which everything is known: per dimension x ~ N(0, 1), z | x ~ N(c x, s), y | z ~ N(a z, r). Its posterior
/// is N(mu, v) with 1/v = 1/s + a^2/r and mu = v (c x / s + a y / r). q may be moved and widened away from it.
/// </summary>
internal sealed class LinearGaussianModel(int dimensions, double shift = 0, double widening = 1)
{
    private const double C = 0.8, S = 0.5, A = 1.1, R = 2;

    private static double PosteriorVariance => 1 / (1 / S + A * A / R);

    private static double LatentVariance => C * C + S;

    private double Variance => PosteriorVariance * widening;

    // The means of the exact posterior vary by what the latent varies less what each posterior leaves open.
    private static double MeanVariance => LatentVariance - PosteriorVariance;

    // The integral over z of E_n q_n(z)^2 / q(z).
    private double PosteriorSquare => (MeanVariance + Variance) / Variance;

    /// <summary>I_q(z; n) over the population: the entropy of the aggregate less that of a posterior.</summary>
    public double MutualInformation => 0.5 * dimensions * Math.Log((MeanVariance + Variance) / Variance);

    /// <summary>KL of the aggregate posterior, N(shift, ...), from the aggregate prior, N(0, c^2 + s).</summary>
    public double AggregateGap
    {
        get
        {
            double ratio = (MeanVariance + Variance) / LatentVariance;
            return 0.5 * dimensions * (ratio - 1 - Math.Log(ratio) + shift * shift / LatentVariance);
        }
    }

    /// <summary>
    /// By how much the entropy of a mixture of M examples falls short of the population's in expectation, to order 1/M:
    /// half of the integral over z of Var_n q_n(z) / (M q(z)). Where few examples fill the tails it is less.
    /// </summary>
    public double MutualInformationBias(int examples) => (Math.Pow(PosteriorSquare, dimensions) - 1) / (2 * examples);

    /// <summary>
    /// By how much the divergence of two mixtures of M examples exceeds the population's, likewise: the mean over z of
    /// q(z) and over n of (q_n(z) / q(z) - p_n(z) / p(z))^2, over 2 M. Every part is a power over equal dimensions.
    /// </summary>
    public double AggregateGapBias(int examples)
    {
        double cross = Integral(z => Joint(z) / Density(z, 0, LatentVariance));
        double priorSquare = Integral(z =>
            Density(z, shift, MeanVariance + Variance)
            * Density(z, 0, C * C + S / 2)
            / Math.Sqrt(4 * Math.PI * S)
            / Math.Pow(Density(z, 0, LatentVariance), 2));
        return (
                Math.Pow(PosteriorSquare, dimensions)
                - 2 * Math.Pow(cross, dimensions)
                + Math.Pow(priorSquare, dimensions)) / (2 * examples);
    }

    /// <summary>E log p(y|x) over the population: y | x ~ N(a c x, a^2 s + r).</summary>
    public double LogLikelihood => -0.5 * dimensions * (Math.Log(2 * Math.PI * (A * A * S + R)) + 1);

    /// <summary>Draws examples, and <paramref name="samples"/> of z for each from q and from the router.</summary>
    public LatentEvidence Draw(ulong seed, int examples, int samples = 0)
    {
        var normal = new Normals(seed);
        int size = examples * dimensions;
        double[] mean = new double[size],
            logVariance = new double[size],
            priorMean = new double[size],
            priorLogVariance = new double[size];
        double[] nllPosterior = new double[examples * samples],
            nllPrior = new double[examples * samples],
            ratio = new double[examples * samples];
        for (int at = 0; at < size; at++)
        {
            double x = normal.Next(), y = A * (C * x + Math.Sqrt(S) * normal.Next()) + Math.Sqrt(R) * normal.Next();
            mean[at] = PosteriorVariance * (C * x / S + A * y / R) + shift;
            logVariance[at] = Math.Log(Variance);
            priorMean[at] = C * x;
            priorLogVariance[at] = Math.Log(S);
            for (int s = 0, draw = at / dimensions * samples; s < samples; s++, draw++)
            {
                double z = mean[at] + Math.Sqrt(Variance) * normal.Next();
                nllPosterior[draw] -= LogDensity(y, A * z, R);
                ratio[draw] += LogDensity(z, C * x, S) - LogDensity(z, mean[at], Variance);
                nllPrior[draw] -= LogDensity(y, A * (C * x + Math.Sqrt(S) * normal.Next()), R);
            }
        }

        return new LatentEvidence(
            "linear-Gaussian",
            new MemoryArray("posterior_mean", mean, dimensions),
            new MemoryArray("posterior_logvar", logVariance, dimensions))
        {
            PriorMean = new MemoryArray("prior_mean", priorMean, dimensions),
            PriorLogVariance = new MemoryArray("prior_logvar", priorLogVariance, dimensions),
            NllPosterior = samples == 0 ? null : new MemoryArray("nll_posterior", nllPosterior, samples),
            NllPrior = samples == 0 ? null : new MemoryArray("nll_prior", nllPrior, samples),
            LogRatioPosterior = samples == 0 ? null : new MemoryArray("log_ratio_posterior", ratio, samples),
        };
    }

    // E_n q_n(z) p_n(z): the density at (z, z) of two draws whose means share the variance c^2.
    private double Joint(double z)
    {
        double first = MeanVariance + Variance, determinant = first * LatentVariance - C * C * C * C, from = z - shift;
        double square = (LatentVariance * from * from - 2 * C * C * from * z + first * z * z) / determinant;
        return Math.Exp(-0.5 * square) / (2 * Math.PI * Math.Sqrt(determinant));
    }

    // The trapezoidal rule, which is exact to many digits for a smooth function that vanishes at both ends.
    private static double Integral(Func<double, double> function) =>
        Enumerable.Range(-1500, 3001).Sum(i => function(i / 100.0)) / 100;

    private static double Density(double value, double mean, double variance) =>
        Math.Exp(LogDensity(value, mean, variance));

    private static double LogDensity(double value, double mean, double variance) =>
        -0.5 * (Math.Log(2 * Math.PI * variance) + (value - mean) * (value - mean) / variance);
}

/// <summary>Standard normal draws, one after another.</summary>
internal sealed class Normals(ulong seed)
{
    private readonly float[] block = new float[1024];
    private int used = 1024;
    private ulong step;

    public double Next()
    {
        if (used == block.Length)
        {
            new RandomStream(seed, RandomPurpose.Synthesis, step++).FillNormal(block);
            used = 0;
        }

        return block[used++];
    }
}
