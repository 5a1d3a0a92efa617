using LatentSharp.Autodiff;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Tensors;
using LatentSharp.Tests.Runs;

namespace LatentSharp.Tests.Onnx;

/// <summary>Small models of every kind with initial weights, and rows for them; a number tells all.</summary>
internal sealed class RandomModels
{
    private static readonly Activation[] Activations = [Activation.Relu, Activation.Tanh, Activation.Gelu];

    private readonly ulong number;
    private readonly float[] choices = new float[256];
    private int taken;

    private RandomModels(int number)
    {
        this.number = (ulong)number;
        new RandomStream(31, RandomPurpose.Synthesis, this.number).FillUniform(choices);
    }

    /// <summary>Writes the model of a number and loads it.</summary>
    public static TrainedModel Load(string path, int number)
    {
        var random = new RandomModels(number);
        CvaeOptions options = random.Options();
        return ModelFiles.Load(path, options, standardization: random.Map(options));
    }

    /// <summary>x, y and z for rows of a model, in the units of the data.</summary>
    public static (float[] X, float[] Y, float[] Z) Rows(TrainedModel model, int rows)
    {
        CvaeOptions options = model.Options;
        float[] x = Normal(1, options.ConditionDimensions), y = Normal(2, options.TargetDimensions),
            z = Normal(3, model.LatentDimensions);
        bool bits = options.Likelihood is LikelihoodKind.Bernoulli or LikelihoodKind.Categorical;
        for (int i = 0; i < y.Length && bits; i++)
            y[i] = options.Likelihood == LikelihoodKind.Bernoulli
                ? y[i] > 0 ? 1 : 0
                : i % options.TargetDimensions == i / options.TargetDimensions % options.TargetDimensions ? 1 : 0;
        Restore(x, model.Standardization?.ConditionMean, model.Standardization?.ConditionScale);
        if (!bits)
            Restore(y, model.Standardization?.TargetMean, model.Standardization?.TargetScale);
        return (x, y, z);

        float[] Normal(ulong draw, int width)
        {
            float[] values = new float[rows * width];
            new RandomStream(32, RandomPurpose.Synthesis, draw).FillNormal(values);
            return values;
        }

        static void Restore(float[] values, Tensor? mean, Tensor? scale)
        {
            for (int i = 0; i < values.Length && mean is not null; i++)
                values[i] = values[i] * scale!.Span[i % scale.Span.Length] + mean.Span[i % mean.Span.Length];
        }
    }

    private CvaeOptions Options()
    {
        // In turn, so that every kind meets every likelihood and activation.
        bool latent = number % 3 != 0, inference = number % 3 == 1, learned = !inference || Chance(0.7f),
            guess = latent && learned && Chance(0.3f);
        LikelihoodKind likelihood = Enum.GetValues<LikelihoodKind>()[number / 3 % 4];
        float least = -8 * Next(), span = 0.5f + 8 * Next();
        return new CvaeOptions
        {
            HasLatent = latent,
            HasInferenceNetwork = inference,
            ConditionDimensions = Between(inference && !guess ? 0 : 1, 6),
            TargetDimensions = Between(1, 6),
            LatentDimensions = Between(1, 5),
            Hidden = Widths(),
            RouterHidden = Chance(0.3f) ? [Between(1, 20), .. Widths()] : null,
            DecoderSeesCondition = !latent || Chance(0.7f),
            RouterGuess = guess,
            Activation = Activations[number / 12 % 3],
            Likelihood = likelihood,
            LikelihoodScale = 0.1f + Next(),
            Prior = learned ? PriorKind.Learned : PriorKind.Standard,
            LogVarianceRange = Chance(0.5f) ? new LogVarianceRange(least, least + span) : null,
        };
    }

    private Standardization? Map(CvaeOptions options)
    {
        if (options.ConditionDimensions == 0 || Chance(0.2f))
            return null;
        int x = options.ConditionDimensions, y = options.TargetDimensions;
        var map = new Standardization(Means(x), Scales(x), Means(y), Scales(y));
        return options.Likelihood is LikelihoodKind.Normal or LikelihoodKind.NormalLearnedScale
            ? map
            : map.ForConditionOnly();

        Tensor Means(int count) => Of(count, () => 2000 * Next() - 1000);

        Tensor Scales(int count) => Of(count, () => MathF.Pow(10, 4 * Next() - 2));

        Tensor Of(int count, Func<float> value) =>
            Tensor.FromValues(new Shape(count), [.. Enumerable.Range(0, count).Select(_ => value())]);
    }

    private int[] Widths() => [.. Enumerable.Range(0, Between(0, 3)).Select(_ => Between(1, 20))];

    private float Next() => choices[taken++];

    private bool Chance(float share) => Next() < share;

    private int Between(int least, int most) => least + (int)(Next() * (most - least + 1));
}
