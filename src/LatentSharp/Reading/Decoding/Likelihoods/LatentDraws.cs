using System.Buffers;
using System.Numerics;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Compute.Threads;
using LatentSharp.Tensors;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>What draws of z come from; it tells their random streams apart.</summary>
internal enum DrawSource
{
    /// <summary>q(z|x,y)</summary>
    Posterior,

    /// <summary>p(z|x)</summary>
    Router,
}

/// <summary>
/// Draws z = mu + e^(logvar / 2) noise for some examples. A stream of noise belongs to an example, a source and
/// <see cref="PerStream"/> draws: an example's z does not depend on who is drawn with it, in what portions or on which
/// thread.
/// </summary>
internal struct LatentDraws : IShardedJob
{
    /// <summary>Draws that share a stream of noise. Another number would give other draws.</summary>
    public const int PerStream = 32;

    public ulong Seed;
    public DrawSource Source;

    /// <summary>The number, within the data set, of the first example.</summary>
    public int FirstExample;

    /// <summary>The number of the first draw, a multiple of <see cref="PerStream"/>; and how many there are.</summary>
    public int FirstDraw, Draws;

    /// <summary>What is drawn from, [examples, latent].</summary>
    public Tensor Mean, LogVariance;

    /// <summary>p(z|x), [examples, latent], where the log-ratio of p to what is drawn from is wanted.</summary>
    public Tensor? PriorMean, PriorLogVariance;

    /// <summary>z, [draws, examples, latent] as rows.</summary>
    public Tensor Latent;

    /// <summary>log p(z|x) - log q(z|x,y), [examples, <see cref="Stride"/>], at the draws' numbers.</summary>
    public double[] LogRatio;
    public int Stride;

    public readonly int Shards => Mean.Shape[0] * ((Draws + PerStream - 1) / PerStream);

    public readonly void Run(int shard)
    {
        int examples = Mean.Shape[0], example = shard % examples, first = shard / examples * PerStream;
        int count = Math.Min(PerStream, Draws - first), width = Mean.Shape[1];
        float[] rented = ArrayPool<float>.Shared.Rent(count * width);
        Span<float> noise = rented.AsSpan(0, count * width);
        ulong step =
            (ulong)Source << 62 | (ulong)(FirstExample + example) << 16 | (uint)((FirstDraw + first) / PerStream);
        new RandomStream(Seed, RandomPurpose.LikelihoodDraws, step).FillNormal(noise);
        for (int draw = 0; draw < count; draw++)
        {
            Span<float> z = Latent.Row((first + draw) * examples + example);
            Place(noise.Slice(draw * width, width), example, z);
            if (PriorMean is not null)
                LogRatio[example * Stride + FirstDraw + first + draw] = Ratio(z, example);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private readonly void Place(ReadOnlySpan<float> noise, int example, Span<float> z)
    {
        ReadOnlySpan<float> mean = Mean.Row(example), logVariance = LogVariance.Row(example);
        for (int i = 0; i < z.Length; i += Vectors.Width)
        {
            Vector<float> deviation = Vector.Exp(Vectors.Load(logVariance, i) * 0.5f);
            Vectors.Store(z, i, Vectors.Load(mean, i) + deviation * Vectors.Load(noise, i));
        }
    }

    // 1/2 sum_d (ln v_d - ln s_d + (z_d - mu_d)^2 / v_d - (z_d - m_d)^2 / s_d): the constants of both densities cancel,
    // and lanes beyond the end, which are zero, add nothing. z is what the decoder sees, its rounding included.
    private readonly double Ratio(ReadOnlySpan<float> z, int example)
    {
        ReadOnlySpan<float> mean = Mean.Row(example), logVariance = LogVariance.Row(example);
        ReadOnlySpan<float> priorMean = PriorMean!.Row(example), priorLogVariance = PriorLogVariance!.Row(example);
        var sum = default(WideSum);
        for (int i = 0; i < z.Length; i += Vectors.Width)
        {
            Vector<float> at = Vectors.Load(z, i),
                v = Vectors.Load(logVariance, i),
                s = Vectors.Load(priorLogVariance, i);
            Vector<float> own = at - Vectors.Load(mean, i),
                prior = at - Vectors.Load(priorMean, i);
            sum.Add(v - s + own * own * Vector.Exp(-v) - prior * prior * Vector.Exp(-s));
        }

        return 0.5 * sum.Total;
    }
}
