using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Layers;
using LatentSharp.Tensors;

namespace LatentSharp.Models;

/// <summary>p(y|x,z), p(y|z) or p(y|x) by a perceptron.</summary>
public sealed class Decoder : IDecoder
{
    private readonly MultilayerPerceptron network;
    private readonly bool seesCondition, seesLatent;
    private readonly LikelihoodKind likelihood;
    private readonly Tensor fixedLogVariance;
    private readonly Parameter? learnedLogVariance;

    /// <summary>
    /// Creates the network of a model; its parameters are named <c>decoder.*</c>. It sees x and z as the options say.
    /// </summary>
    /// <param name="options">The shape of the model.</param>
    /// <param name="initialization">Makes the parameters.</param>
    public Decoder(CvaeOptions options, Initialization initialization)
        : this(
            "decoder",
            options,
            ConditionSeen(options),
            options.HasLatent ? LatentHead.Of(options).Family.Width : 0,
            initialization)
    {
    }

    /// <summary>Creates a network of p(y|x,z), of p(y|z) or of p(y|x), as the widths say.</summary>
    /// <param name="name">What its parameters' names begin with.</param>
    /// <param name="options">The shape of the model.</param>
    /// <param name="conditionDimensions">The elements of x that it sees; 0 for one that sees z alone.</param>
    /// <param name="latentDimensions">The elements of z that it sees; 0 for one that sees x alone.</param>
    /// <param name="initialization">Makes the parameters.</param>
    internal Decoder(
        string name,
        CvaeOptions options,
        int conditionDimensions,
        int latentDimensions,
        Initialization initialization)
    {
        (seesCondition, seesLatent) = (conditionDimensions > 0, latentDimensions > 0);
        network = new MultilayerPerceptron(
            name,
            conditionDimensions + latentDimensions,
            options.Hidden,
            options.TargetDimensions,
            options.Activation,
            initialization);
        likelihood = options.Likelihood;
        float logVariance = 2f * MathF.Log(options.LikelihoodScale);
        fixedLogVariance = Tensor.Filled(new Shape(1), logVariance);
        if (likelihood == LikelihoodKind.NormalLearnedScale)
            learnedLogVariance = initialization.Constant($"{name}.log_variance", new Shape(1), logVariance);
    }

    private static int ConditionSeen(CvaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.DecoderSeesCondition ? options.ConditionDimensions : 0;
    }

    /// <inheritdoc/>
    public IConditionalLikelihood Forward(Variable condition, LatentDraws? latent)
    {
        Variable outputs =
            !seesLatent ? network.Forward(condition)
            : latent is null ? throw new ArgumentException("Decoder: there is no z, and the decoder sees one.")
            : !seesCondition ? network.Forward(latent.Values)
            : network.Forward(condition, latent.Values);
        Tape tape = outputs.Tape;
        return likelihood switch
        {
            LikelihoodKind.Bernoulli => new Bernoulli(outputs),
            LikelihoodKind.Categorical => new Categorical(outputs),
            _ => new ScaledNormal(
                outputs,
                learnedLogVariance is null ? tape.Constant(fixedLogVariance) : tape.Parameter(learnedLogVariance)),
        };
    }
}
