#region router
using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Tensors;
#endregion

namespace LatentSharp.Own;

#region router
/// <summary>p(z|x) = N(A x + f(x), diag s): a linear map, a perceptron beside it, one variance per dimension.</summary>
public sealed class SkipRouter(CvaeOptions options, Initialization initialization) : IPrior
{
    private readonly Linear skip = new(
        "router.skip", options.ConditionDimensions, options.LatentDimensions, Activation.Identity, initialization);

    private readonly MultilayerPerceptron bend = new(
        "router", options.ConditionDimensions, [16], options.LatentDimensions, Activation.Tanh, initialization);

    private readonly Parameter logVariance =
        initialization.Constant("router.log_variance", new Shape(options.LatentDimensions), 0);

    /// <inheritdoc/>
    public LatentFamily Latent { get; } = GaussianLatent.FamilyOf(options.LatentDimensions);

    /// <inheritdoc/>
    public Routing Forward(Variable condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Variable mean = skip.Forward(condition) + bend.Forward(condition);
        Variable spread = condition.Tape.Parameter(logVariance).BroadcastTo(mean.Shape);
        return new Routing(new GaussianLatent(new DiagonalNormal(mean, spread)));
    }
}
#endregion

/// <summary>How docs/own/router.md passes it in.</summary>
public static class RouterExample
{
    /// <summary>A model with this router and the library's other parts.</summary>
    public static Cvae Create(CvaeOptions options)
    {
        #region use
        var initialization = new Initialization(seed: 0);
        var model = new Cvae(
            new InferenceNetwork(options, initialization),
            new SkipRouter(options, initialization),
            new Decoder(options, initialization),
            initialization.Parameters);
        #endregion
        return model;
    }
}
