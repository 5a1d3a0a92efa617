#region likelihood
using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Tensors;
#endregion

namespace LatentSharp.Own;

#region likelihood
/// <summary>Independent elements with the density e^(-|y - m| / b) / 2b: heavier tails than a normal's.</summary>
public sealed class Laplace(Variable location, Variable logScale) : IConditionalLikelihood, IHasMean
{
    /// <inheritdoc/>
    public Variable Mean => location;

    /// <summary>-sum_d (|y_d - m_d| / b + ln b + ln 2), in nats: [draws * batch].</summary>
    public Variable LogProbability(Variable target)
    {
        Variable deviation = target - location, distance = deviation.Relu() + (-deviation).Relu();
        return -(distance * (-logScale).Exp() + logScale + MathF.Log(2)).SumLast();
    }
}

/// <summary>p(y|x,z) = Laplace(f(x, z), b) with one learned scale b for all elements.</summary>
public sealed class LaplaceDecoder(CvaeOptions options, Initialization initialization) : IDecoder
{
    private readonly MultilayerPerceptron network = new(
        "decoder", options.ConditionDimensions + options.LatentDimensions, options.Hidden, options.TargetDimensions,
        options.Activation, initialization);

    private readonly Parameter logScale = initialization.Constant("decoder.log_scale", new Shape(1), 0);

    /// <inheritdoc/>
    public IConditionalLikelihood Forward(Variable condition, LatentDraws? latent) =>
        new Laplace(network.Forward(condition, latent!.Values), condition.Tape.Parameter(logScale));
}
#endregion

/// <summary>How docs/own/likelihood.md passes it in.</summary>
public static class LikelihoodExample
{
    /// <summary>A model with this likelihood and the library's other parts.</summary>
    public static Cvae Create(CvaeOptions options)
    {
        #region use
        var initialization = new Initialization(seed: 0);
        var model = new Cvae(
            new InferenceNetwork(options, initialization),
            new Router(options, initialization),
            new LaplaceDecoder(options, initialization),
            initialization.Parameters);
        #endregion
        return model;
    }
}
