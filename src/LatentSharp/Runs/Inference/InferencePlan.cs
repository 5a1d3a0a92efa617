using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Runs.Inference;

/// <summary>
/// One computation for a number of rows and draws, recorded once and run again with other numbers: a run allocates
/// nothing. It is for one caller at a time; the weights, which nothing writes, are shared.
/// </summary>
internal sealed class InferencePlan
{
    // Without threads of its own there is nothing that callers could wait for.
    private static readonly Device OneThread = Device.Cpu(1);

    private readonly Tape tape;
    private readonly InputNoise noise;

    /// <summary>Records a computation.</summary>
    /// <param name="model">The networks.</param>
    /// <param name="weights">Their weights, the other way round, which all computations share.</param>
    /// <param name="kind">What is computed.</param>
    /// <param name="rows">Rows at once.</param>
    /// <param name="draws">Draws per row.</param>
    /// <param name="condition">The columns of x.</param>
    /// <param name="target">The columns of y.</param>
    public InferencePlan(
        IConditionalModel model,
        TransposedWeights weights,
        InferenceKind kind,
        int rows,
        int draws,
        int condition,
        int target)
    {
        tape = new Tape(OneThread) { Weights = weights };
        (Rows, Draws) = (rows, draws);
        noise = new InputNoise(
            kind == InferenceKind.Weigh ? RandomPurpose.InferredLatent : RandomPurpose.GeneratedLatent);
        int second = kind == InferenceKind.Decode ? model.Latent?.Width ?? 0 : target;
        (Condition, Second) = (new Tensor(new Shape(rows, condition)), new Tensor(new Shape(rows, second)));
        Numbers = new float[rows * draws * target];
        Variable x = tape.Constant(Condition), other = tape.Constant(Second);
        switch (kind)
        {
            case InferenceKind.Route:
                Latent = model.Route(x)?.Prior ?? throw NoLatent();
                break;
            case InferenceKind.Infer:
                Latent = VariationalPass.Encode(model, x, other).Posterior ?? throw NoLatent();
                break;
            case InferenceKind.DecodeMean:
                Decoded(model, x, model.Latent is null ? null : Gaussian(model.Route(x)?.Prior).AtMean());
                break;
            case InferenceKind.Decode:
                Decoded(model, x, model.Latent is null ? null : new LatentDraws(other, Count: 1));
                break;
            case InferenceKind.DecodeDraws:
                Decoded(model, x, model.Route(x)?.Prior.Sample(draws, noise));
                break;
            default:
                Encoding encoding = VariationalPass.Encode(model, x, other);
                LatentDraws? z = encoding.Posterior?.Sample(draws, noise);
                LogLikelihoods = model.Decode(x, z).LogProbability(other.Repeat(draws)).Value;
                if (z is not null && !ReferenceEquals(encoding.Posterior, encoding.Prior))
                    LogRatios = (encoding.Prior!.LogProbability(z.Values)
                        - encoding.Posterior!.LogProbability(z.Values)).Value;
                break;
        }
    }

    /// <summary>Rows at once.</summary>
    public int Rows { get; }

    /// <summary>Draws per row.</summary>
    public int Draws { get; }

    /// <summary>x, to be filled in, [rows, condition].</summary>
    public Tensor Condition { get; }

    /// <summary>y, or a given z, to be filled in, [rows, width].</summary>
    public Tensor Second { get; }

    /// <summary>p(z|x) or q(z|x,y), where it was asked for.</summary>
    public ILatent? Latent { get; }

    /// <summary>What the decoder says, where it was asked; its targets are drawn from <see cref="Mean"/>.</summary>
    public ISampler? Likelihood { get; private set; }

    /// <summary>The decoder's means, [draws * rows, target], where they were asked for.</summary>
    public Tensor? Mean { get; private set; }

    /// <summary>log p(y|x,z), [draws * rows].</summary>
    public Tensor? LogLikelihoods { get; }

    /// <summary>log p(z|x) - log q(z|x,y), [draws * rows]; null where the two are one.</summary>
    public Tensor? LogRatios { get; }

    /// <summary>Room for what is drawn from the means, [draws * rows * target].</summary>
    public float[] Numbers { get; }

    /// <summary>Computes from what was filled in.</summary>
    public void Run() => tape.Replay();

    /// <summary>Computes from what was filled in, at some draws of z.</summary>
    public void Run(ulong seed, int firstDraw, long firstRow)
    {
        noise.Fill(seed, firstDraw, firstRow);
        tape.Replay();
    }

    /// <summary>The latent, which has to be Gaussian.</summary>
    /// <exception cref="InvalidOperationException">It is not, or there is none.</exception>
    public static GaussianLatent Gaussian(ILatent? latent) =>
        latent as GaussianLatent
            ?? throw (latent is null
                ? NoLatent()
                : new InvalidOperationException(
                    $"the latent is {latent.Family.Name}, which has no mean and no variance; ask for samples, or for " +
                        $"{nameof(TrainedModel.RouteParts)} and {nameof(TrainedModel.InferParts)}"));

    private static InvalidOperationException NoLatent() =>
        new("the model has no latent; ask it for samples, means and likelihoods alone");

    private void Decoded(IConditionalModel model, Variable x, LatentDraws? z)
    {
        Likelihood = model.Decode(x, z) as ISampler
            ?? throw new InvalidOperationException(
                $"the decoder's likelihood cannot be drawn from; give it {nameof(ISampler)}");
        Mean = Likelihood.Mean.Value;
    }
}
