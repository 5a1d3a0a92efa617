#region decoder
using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Layers;
using LatentSharp.Models;
#endregion

namespace LatentSharp.Own;

#region decoder
/// <summary>p(y|x,z) whose logits are a linear map of x plus what a perceptron makes of x and z.</summary>
public sealed class SkipDecoder(CvaeOptions options, Initialization initialization) : IDecoder
{
    private readonly Linear skip = new(
        "decoder.skip", options.ConditionDimensions, options.TargetDimensions, Activation.Identity, initialization);

    private readonly MultilayerPerceptron network = new(
        "decoder", options.ConditionDimensions + options.LatentDimensions, options.Hidden, options.TargetDimensions,
        options.Activation, initialization);

    /// <inheritdoc/>
    public IConditionalLikelihood Forward(Variable condition, LatentDraws? latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        Variable ofCondition = skip.Forward(condition).Repeat(latent.Count);
        return new Bernoulli(ofCondition + network.Forward(condition, latent.Values));
    }
}
#endregion

/// <summary>How docs/own/decoder.md passes it in.</summary>
public static class DecoderExample
{
    /// <summary>A model with this decoder and the library's other parts.</summary>
    public static Cvae Create(CvaeOptions options)
    {
        #region use
        var initialization = new Initialization(seed: 0);
        var model = new Cvae(
            new InferenceNetwork(options, initialization),
            new Router(options, initialization),
            new SkipDecoder(options, initialization),
            initialization.Parameters);
        #endregion
        return model;
    }
}
