using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>The learned conditional prior p(z|x): all there is at test time.</summary>
public sealed class Router : IPrior
{
    private readonly MultilayerPerceptron network;
    private readonly LogVarianceRange? range;

    /// <summary>Creates the network; its parameters are named <c>router.*</c>.</summary>
    public Router(CvaeOptions options, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(options);
        network = new MultilayerPerceptron(
            "router", options.ConditionDimensions, options.Hidden, 2 * options.LatentDimensions, options.Activation, initialization);
        range = options.LogVarianceRange;
    }

    /// <inheritdoc/>
    public DiagonalNormal Forward(Variable condition) => GaussianHead.Read(network.Forward(condition), range);
}
