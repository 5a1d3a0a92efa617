#region encoder
using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;
using LatentSharp.Models;
#endregion

namespace LatentSharp.Own;

#region encoder
/// <summary>q(z|x,y) that sees x and y each through a layer of its own before it joins them.</summary>
public sealed class TwoTowerEncoder(CvaeOptions options, Initialization initialization) : IInferenceNetwork
{
    private readonly Linear
        ofCondition = new("inference.x", options.ConditionDimensions, 16, Activation.Tanh, initialization),
        ofTarget = new("inference.y", options.TargetDimensions, 16, Activation.Tanh, initialization),
        joined = new("inference.z", 32, 2 * options.LatentDimensions, Activation.Identity, initialization);

    /// <inheritdoc/>
    public ILatent Forward(Variable condition, Variable target) =>
        GaussianHead.Read(
            joined.Forward(ofCondition.Forward(condition), ofTarget.Forward(target)),
            options.LogVarianceRange);
}
#endregion

/// <summary>How docs/own/encoder.md passes it in.</summary>
public static class EncoderExample
{
    /// <summary>A model with this encoder and the library's other parts.</summary>
    public static Cvae Create(CvaeOptions options)
    {
        #region use
        var initialization = new Initialization(seed: 0);
        var model = new Cvae(
            new TwoTowerEncoder(options, initialization),
            new Router(options, initialization),
            new Decoder(options, initialization),
            initialization.Parameters);
        #endregion
        return model;
    }
}
