#region prior
using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;
using LatentSharp.Models;
using LatentSharp.Tensors;
#endregion

namespace LatentSharp.Own;

#region prior
/// <summary>p(z) = N(m, diag s), learned, and the same for every x; it starts as N(0, I).</summary>
public sealed class LearnedGaussian(int dimensions, Initialization initialization) : IPrior
{
    private readonly Parameter mean = initialization.Constant("prior.mean", new Shape(dimensions), 0),
        logVariance = initialization.Constant("prior.log_variance", new Shape(dimensions), 0);

    /// <inheritdoc/>
    public LatentFamily Latent { get; } = GaussianLatent.FamilyOf(dimensions);

    /// <inheritdoc/>
    public Routing Forward(Variable condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var shape = new Shape(condition.Shape[0], Latent.Width);
        return new Routing(new GaussianLatent(new DiagonalNormal(
            condition.Tape.Parameter(mean).BroadcastTo(shape),
            condition.Tape.Parameter(logVariance).BroadcastTo(shape))));
    }
}
#endregion

/// <summary>How docs/own/prior.md passes it in.</summary>
public static class PriorExample
{
    /// <summary>A model with this prior and the library's other parts.</summary>
    public static Cvae Create(CvaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        #region use
        var initialization = new Initialization(seed: 0);
        var model = new Cvae(
            new InferenceNetwork(options, initialization),
            new LearnedGaussian(options.LatentDimensions, initialization),
            new Decoder(options, initialization),
            initialization.Parameters);
        #endregion
        return model;
    }
}
