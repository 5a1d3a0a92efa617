using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>q(z|x,y): sees the answer, and so exists only while training and reading.</summary>
public sealed class InferenceNetwork
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

    /// <summary>The posterior of a batch.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    public DiagonalNormal Forward(Variable condition, Variable target) =>
        GaussianHead.Read(network.Forward(condition, target), range);
}
