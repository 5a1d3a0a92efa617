using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>The learned conditional prior p(z|x): all there is at test time.</summary>
public sealed class Router : IPrior
{
    private readonly MultilayerPerceptron network;
    private readonly LatentHead head;

    /// <summary>Creates the network; its parameters are named <c>router.*</c>.</summary>
    public Router(CvaeOptions options, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(options);
        head = LatentHead.Of(options);
        int inputs = options.ConditionDimensions + (options.RouterGuess ? options.TargetDimensions : 0);
        network = new MultilayerPerceptron(
            "router",
            inputs,
            options.RouterHidden ?? options.Hidden,
            head.Outputs,
            options.Activation,
            initialization);
    }

    /// <inheritdoc/>
    public LatentFamily Latent => head.Family;

    /// <inheritdoc/>
    public Routing Forward(Variable condition) => new(head.Read(network.Forward(condition)));

    /// <summary>p(z|x) from x and a guess of y.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="guess">The expected y of a plain network, [batch, target].</param>
    internal ILatent Forward(Variable condition, Variable guess) => head.Read(network.Forward(condition, guess));
}
