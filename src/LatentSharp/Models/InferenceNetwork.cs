using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>q(z|x,y) by a perceptron.</summary>
public sealed class InferenceNetwork : IInferenceNetwork
{
    private readonly MultilayerPerceptron network;
    private readonly LatentHead head;

    /// <summary>Creates the network; its parameters are named <c>inference.*</c>.</summary>
    public InferenceNetwork(CvaeOptions options, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(options);
        head = LatentHead.Of(options);
        network = new MultilayerPerceptron(
            "inference",
            options.ConditionDimensions + options.TargetDimensions,
            options.Hidden,
            head.Outputs,
            options.Activation,
            initialization);
    }

    /// <inheritdoc/>
    public ILatent Forward(Variable condition, Variable target) =>
        head.Read(network.Forward(condition, target));
}
