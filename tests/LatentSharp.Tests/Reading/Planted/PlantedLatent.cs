using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>
/// A latent whose properties are chosen, as the arrays that a trained model would give. The means of the first two
/// dimensions lie at the corners of a square by label where they carry it; the rest spread freely. The decoder is best
/// at z = mu and loses 1/2 * steepness * |z - mu|^2 away from it.
/// </summary>
internal sealed record PlantedLatent
{
    private const int Draws = 8, Classes = 4;

    public int Examples { get; init; } = 200;

    public ulong Seed { get; init; }

    /// <summary>v of every dimension; its length is D.</summary>
    public double[] Variances { get; init; } = Same(0.25);

    /// <summary>Examples' v vary by a factor of exp(Jitter * normal).</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>The standard deviation of mu over examples.</summary>
    public double Spread { get; init; } = 1;

    public bool MeansCarryLabels { get; init; } = true;

    /// <summary>m = RouterFollows * mu + RouterShift + RouterNoise * normal.</summary>
    public double RouterFollows { get; init; } = 1;

    public double RouterShift { get; init; }

    public double RouterNoise { get; init; } = 0.1;

    /// <summary>s / v.</summary>
    public double RouterBreadth { get; init; } = 1.1;

    public double Steepness { get; init; } = 1;

    /// <summary>The mean of the NLL at z = mu.</summary>
    public double Loss { get; init; } = 50;

    public double? Weight { get; init; }

    public TrainingHistory? History { get; init; }

    public static double[] Same(double variance, int dimensions = 8) => [.. Enumerable.Repeat(variance, dimensions)];

    public LatentEvidence Evidence()
    {
        int n = Examples,
            d = Variances.Length;
        float[] free = Normal(0, n * d),
            breadth = Normal(1, n * d),
            routed = Normal(2, n * d),
            losses = Normal(3, n);
        int[] classOf =
        [
            .. new RandomStream(Seed, RandomPurpose.Synthesis, 4).Permutation(n).Select(place => place % Classes),
        ];
        double[] mu = new double[n * d],
            logV = new double[n * d],
            m = new double[n * d],
            logS = new double[n * d];
        for (int i = 0; i < mu.Length; i++)
        {
            int example = i / d,
                dimension = i % d;
            mu[i] =
                Spread
                * (MeansCarryLabels && dimension < 2 ? Corner(classOf[example], dimension) + 0.44 * free[i] : free[i]);
            logV[i] = Math.Log(Variances[dimension]) + Jitter * breadth[i];
            m[i] = RouterFollows * mu[i] + RouterShift + RouterNoise * routed[i];
            logS[i] = Math.Log(RouterBreadth * Variances[dimension]);
        }

        double[] atMean = [.. losses.Select(noise => Loss + 2 * noise)];
        int[] another = new RandomStream(Seed, RandomPurpose.Synthesis, 5).Permutation(n);
        return new LatentEvidence("planted", Array("posterior_mean", mu, d), Array("posterior_logvar", logV, d))
        {
            PriorMean = Array("prior_mean", m, d),
            PriorLogVariance = Array("prior_logvar", logS, d),
            Labels = Array("labels", [.. classOf.Select(label => (double)label)], 1),
            NllAtMean = Array("nll_at_mean", atMean, 1),
            NllPosterior = Array("nll_posterior", Nll(mu, mu, logV, atMean, 6, Draws, example => example), Draws),
            NllPrior = Array("nll_prior", Nll(mu, m, logS, atMean, 7, Draws, example => example), Draws),
            NllShuffled = Array("nll_shuffled", Nll(mu, mu, logV, atMean, 8, 1, example => another[example]), 1),
            PosteriorVarianceWeight = Weight,
            History = History,
        };
    }

    // z ~ N(mean, exp(logVariance)) of the example that is drawn from, decoded for each example.
    private double[] Nll(
        double[] best,
        double[] mean,
        double[] logVariance,
        double[] atMean,
        ulong stream,
        int draws,
        Func<int, int> from)
    {
        int n = Examples, d = Variances.Length;
        float[] noise = Normal(stream, n * draws * d);
        var nll = new double[n * draws];
        for (int k = 0; k < nll.Length; k++)
        {
            int example = k / draws, source = from(example);
            double distance = 0;
            for (int dimension = 0; dimension < d; dimension++)
            {
                int at = source * d + dimension;
                double z = mean[at] + Math.Exp(logVariance[at] / 2) * noise[k * d + dimension];
                distance += Math.Pow(z - best[example * d + dimension], 2);
            }

            nll[k] = atMean[example] + 0.5 * Steepness * distance;
        }

        return nll;
    }

    private static double Corner(int label, int dimension) => (label >> dimension & 1) == 0 ? -0.9 : 0.9;

    private float[] Normal(ulong stream, int count)
    {
        var values = new float[count];
        new RandomStream(Seed, RandomPurpose.Synthesis, 100 + stream).FillNormal(values);
        return values;
    }

    private static MemoryArray Array(string name, double[] values, int columns) => new(name, values, columns);
}
