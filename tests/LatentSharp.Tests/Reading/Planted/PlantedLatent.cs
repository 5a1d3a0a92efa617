using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>
/// A latent whose properties are chosen, as the arrays that a trained model would give. As it stands it is at rest: the
/// router N(m, s) is calibrated, mu = m + sqrt(s - v) e, and the decoder's curvature about mu is what makes v
/// stationary under R + K + w V_post, h = 1/v - 1/s - 2w/D. Labels lie at the corners of a square in the first two
/// dimensions of m.
/// </summary>
internal sealed record PlantedLatent : IPlanted
{
    private const int Draws = 8, Classes = 4;

    public int Examples { get; init; } = 200;

    public ulong Seed { get; init; }

    /// <summary>v of every dimension; its length is D.</summary>
    public double[] Variances { get; init; } = Same(0.25);

    /// <summary>Examples' v vary by a factor of exp(Jitter * normal).</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>s / v.</summary>
    public double Breadth { get; init; } = 4;

    /// <summary>The standard deviation of m over examples; 0 under a fixed prior.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Dimensions from the last on in which q repeats p and m does not vary.</summary>
    public int Idle { get; init; }

    public bool MeansCarryLabels { get; init; } = true;

    /// <summary>What e is multiplied by: above 1 q lies further from m than the router says.</summary>
    public double Overshoot { get; init; } = 1;

    /// <summary>e is -1 or 1 rather than normal.</summary>
    public bool TwoModes { get; init; }

    /// <summary>The router given has s times this.</summary>
    public double RouterScale { get; init; } = 1;

    /// <summary>The router given has m and this many of its standard deviations more.</summary>
    public double RouterShift { get; init; }

    /// <summary>The router given does not know x: m is 0, and s as broad as it must be.</summary>
    public bool RouterIsBlind { get; init; }

    public bool PriorIsStandard { get; init; }

    /// <summary>The decoder's curvature about mu is the stationary one times this.</summary>
    public double Steepness { get; init; } = 1;

    /// <summary>The mean of the NLL at z = mu.</summary>
    public double Loss { get; init; } = 50;

    public double? Weight { get; init; }

    public TrainingHistory? History { get; init; }

    /// <summary>What is done to the arrays afterwards.</summary>
    public Action<Dictionary<EvidenceRole, double[]>>? Spoiled { get; init; }

    private int Dimensions => Variances.Length;

    public static double[] Same(double variance, int dimensions = 8) => [.. Enumerable.Repeat(variance, dimensions)];

    public LatentEvidence Evidence()
    {
        int n = Examples, d = Dimensions;
        float[] free = Normal(0, n * d), breadth = Normal(1, n * d), beside = Normal(2, n * d), losses = Normal(3, n);
        int[] classOf =
        [
            .. new RandomStream(Seed, RandomPurpose.Synthesis, 4).Permutation(n).Select(place => place % Classes),
        ];
        double[] mu = new double[n * d], logV = new double[n * d], x = new double[n * d],
            m = new double[n * d], logS = new double[n * d];
        for (int i = 0; i < mu.Length; i++)
        {
            (int example, int dimension) = (i / d, i % d);
            double v = Variances[dimension], s = RouterVariance(dimension);
            x[i] = IsIdle(dimension) ? 0
                : Spread * (MeansCarryLabels && dimension < 2
                    ? Corner(classOf[example], dimension) + 0.44 * free[i]
                    : free[i]);
            double e = TwoModes ? Math.Sign(beside[i]) : beside[i];
            mu[i] = x[i] + Overshoot * Math.Sqrt(Math.Max(0, s - v)) * e;
            logV[i] = Math.Log(v) + (IsIdle(dimension) ? 0.02 : Jitter) * breadth[i];
            double given = RouterScale * s + (RouterIsBlind ? Spread * Spread : 0);
            m[i] = (RouterIsBlind ? 0 : x[i]) + RouterShift * Math.Sqrt(given);
            logS[i] = Math.Log(given);
        }

        double[] atMean = [.. losses.Select(noise => Loss + 2 * noise)];
        int[] another = new RandomStream(Seed, RandomPurpose.Synthesis, 5).Permutation(n);
        var ratios = new double[n * Draws];
        var arrays = new Dictionary<EvidenceRole, double[]>
        {
            [EvidenceRole.PosteriorMean] = mu,
            [EvidenceRole.PosteriorLogVariance] = logV,
            [EvidenceRole.PriorMean] = m,
            [EvidenceRole.PriorLogVariance] = logS,
            [EvidenceRole.Condition] = x,
            [EvidenceRole.Labels] = [.. classOf.Select(label => (double)label)],
            [EvidenceRole.NllAtMean] = atMean,
            [EvidenceRole.NllPosterior] = Nll(mu, mu, logV, atMean, 6, Draws, example => example, Ratio),
            [EvidenceRole.NllPrior] = Nll(mu, m, logS, atMean, 7, Draws, example => example),
            [EvidenceRole.NllShuffled] = Nll(mu, mu, logV, atMean, 8, 1, example => another[example]),
            [EvidenceRole.LogRatioPosterior] = ratios,
        };
        Spoiled?.Invoke(arrays);
        return new LatentEvidence(
            "planted",
            EvidenceFamily.Gaussian,
            arrays.ToDictionary(
                pair => pair.Key,
                pair => (IEvidenceArray)new MemoryArray(pair.Key.Name, pair.Value, pair.Value.Length / n)))
        {
            PosteriorVarianceWeight = Weight,
            PriorIsStandard = PriorIsStandard,
            History = History,
        };

        // ln p(z) - ln q(z) of a draw mu + sqrt(v) e.
        void Ratio(int draw, int at, double z, double e)
        {
            double distance = (z - m[at]) * Math.Exp(-logS[at] / 2);
            ratios[draw] += 0.5 * (e * e + logV[at] - distance * distance - logS[at]);
        }
    }

    private bool IsIdle(int dimension) => dimension >= Dimensions - Idle;

    private double RouterVariance(int dimension) =>
        IsIdle(dimension) ? Variances[dimension] : Breadth * Variances[dimension];

    // z ~ N(mean, exp(logVariance)) of the example that is drawn from, decoded for each example.
    private double[] Nll(
        double[] best,
        double[] mean,
        double[] logVariance,
        double[] atMean,
        ulong stream,
        int draws,
        Func<int, int> from,
        Action<int, int, double, double>? see = null)
    {
        int n = Examples, d = Dimensions;
        float[] noise = Normal(stream, n * draws * d);
        var nll = new double[n * draws];
        for (int k = 0; k < nll.Length; k++)
        {
            int example = k / draws, source = from(example);
            nll[k] = atMean[example];
            for (int dimension = 0; dimension < d; dimension++)
            {
                int at = source * d + dimension;
                double e = noise[k * d + dimension], z = mean[at] + Math.Exp(logVariance[at] / 2) * e;
                double distance = z - best[example * d + dimension];
                nll[k] += 0.5 * Curvature(dimension) * distance * distance;
                see?.Invoke(k, at, z, e);
            }
        }

        return nll;
    }

    private double Curvature(int dimension) =>
        Steepness * Math.Max(
            0,
            1 / Variances[dimension] - 1 / RouterVariance(dimension) - 2 * (Weight ?? 0) / Dimensions);

    private static double Corner(int label, int dimension) => (label >> dimension & 1) == 0 ? -0.9 : 0.9;

    private float[] Normal(ulong stream, int count)
    {
        var values = new float[count];
        new RandomStream(Seed, RandomPurpose.Synthesis, 100 + stream).FillNormal(values);
        return values;
    }
}
