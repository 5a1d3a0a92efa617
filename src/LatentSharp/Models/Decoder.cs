using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Layers;
using LatentSharp.Tensors;

namespace LatentSharp.Models;

/// <summary>p(y|x,z): generates.</summary>
public sealed class Decoder
{
    private readonly MultilayerPerceptron network;
    private readonly LikelihoodKind likelihood;
    private readonly Tensor fixedLogVariance;
    private readonly Parameter? learnedLogVariance;

    /// <summary>Creates the network; its parameters are named <c>decoder.*</c>.</summary>
    public Decoder(CvaeOptions options, Initialization initialization)
        : this(options, (options ?? throw new ArgumentNullException(nameof(options))).LatentDimensions, initialization)
    {
    }

    /// <summary>Creates a decoder for another width of z; with 0 it predicts y from x alone, the baseline to beat.</summary>
    internal Decoder(CvaeOptions options, int latentDimensions, Initialization initialization)
    {
        network = new MultilayerPerceptron(
            "decoder", options.ConditionDimensions + latentDimensions, options.Hidden, options.TargetDimensions, options.Activation, initialization);
        likelihood = options.Likelihood;
        float logVariance = 2f * MathF.Log(options.LikelihoodScale);
        fixedLogVariance = Tensor.Filled(new Shape(1), logVariance);
        if (likelihood == LikelihoodKind.NormalLearnedScale)
            learnedLogVariance = initialization.Constant("decoder.log_variance", new Shape(1), logVariance);
    }

    /// <summary>The likelihood of a batch.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="latent">z, [batch, latent].</param>
    public ILikelihood Forward(Variable condition, Variable latent)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Variable outputs = network.Forward(condition, latent);
        Tape tape = outputs.Tape;
        return likelihood switch
        {
            LikelihoodKind.Bernoulli => new Bernoulli(outputs),
            LikelihoodKind.Categorical => new Categorical(outputs),
            _ => new ScaledNormal(outputs, learnedLogVariance is null ? tape.Constant(fixedLogVariance) : tape.Parameter(learnedLogVariance)),
        };
    }
}
