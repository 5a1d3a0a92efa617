using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>q(z|x,y) by a perceptron.</summary>
public sealed class InferenceNetwork : IInferenceNetwork
{
    private readonly MultilayerPerceptron network;
    private readonly LogVarianceRange? range;

    /// <summary>Creates the network; its parameters are named <c>inference.*</c>.</summary>
    public InferenceNetwork(CvaeOptions options, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(options);
        network = new MultilayerPerceptron(
            "inference",
            options.ConditionDimensions + options.TargetDimensions,
            options.Hidden,
            2 * options.LatentDimensions,
            options.Activation,
            initialization);
        range = options.LogVarianceRange;
    }

    /// <inheritdoc/>
    public ILatent Forward(Variable condition, Variable target) =>
        GaussianHead.Read(network.Forward(condition, target), range);
}
