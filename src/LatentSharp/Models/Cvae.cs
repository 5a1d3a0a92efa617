using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>
/// A conditional variational autoencoder (Sohn, Lee and Yan 2015): an inference network q(z|x,y), a prior p(z|x) and a
/// decoder p(y|x,z).
/// </summary>
public sealed class Cvae
{
    /// <summary>Creates a model with initial weights.</summary>
    /// <param name="options">The shape of the model.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    public Cvae(CvaeOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        var initialization = new Initialization(seed);
        Inference = new InferenceNetwork(options, initialization);
        Prior = options.Prior == PriorKind.Learned ? new Router(options, initialization) : new StandardPrior(options.LatentDimensions);
        Decoder = new Decoder(options, initialization);
        Parameters = initialization.Parameters;
    }

    /// <summary>The shape of the model.</summary>
    public CvaeOptions Options { get; }

    /// <summary>q(z|x,y).</summary>
    public InferenceNetwork Inference { get; }

    /// <summary>p(z|x): the router, or N(0, I).</summary>
    public IPrior Prior { get; }

    /// <summary>p(y|x,z).</summary>
    public Decoder Decoder { get; }

    /// <summary>Everything that is trained, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Runs the three networks on a batch, with z drawn from the posterior.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    /// <param name="noise">Standard normal draws, [batch, latent].</param>
    public VariationalOutput Forward(Variable condition, Variable target, Variable noise)
    {
        DiagonalNormal posterior = Inference.Forward(condition, target);
        DiagonalNormal prior = Prior.Forward(condition);
        Variable latent = posterior.Reparameterize(noise);
        return new VariationalOutput(posterior, prior, latent, Decoder.Forward(condition, latent));
    }
}
