using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>
/// A conditional variational autoencoder (Sohn, Lee and Yan 2015): an inference network q(z|x,y), a prior p(z|x) and a
/// decoder p(y|x,z); or one of the models it is held against, which lack some of the three.
/// </summary>
public sealed class Cvae : IConditionalModel
{
    /// <summary>Creates a model with initial weights.</summary>
    /// <param name="options">The shape of the model.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    /// <exception cref="OptionException">The options do not go together.</exception>
    public Cvae(CvaeOptions options, ulong seed)
        : this(options, new Initialization(seed))
    {
    }

    /// <summary>Creates a model whose parameters are made by the caller's rule.</summary>
    /// <exception cref="OptionException">The options do not go together.</exception>
    internal Cvae(CvaeOptions options, Initialization initialization)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        // Weights are drawn by their place in this order.
        if (options is { HasLatent: true, HasInferenceNetwork: true })
            Inference = new InferenceNetwork(options, initialization);
        Router? router = options is { HasLatent: true, Prior: PriorKind.Learned }
            ? new Router(options, initialization)
            : null;
        Decoder = new Decoder(options, initialization);
        if (router is not null && options.RouterGuess)
            Prior = new GuessingRouter(
                router,
                new Decoder("guess", options, options.ConditionDimensions, 0, initialization));
        else if (options.HasLatent)
            Prior = router ?? WithoutCondition(options, initialization);
        Parameters = initialization.Parameters;
    }

    /// <summary>Puts a model together from networks of one's own.</summary>
    /// <param name="inference">q(z|x,y); null lets the prior stand for it.</param>
    /// <param name="prior">p(z|x); null for a model without a latent.</param>
    /// <param name="decoder">p(y|x,z).</param>
    /// <param name="parameters">Everything that is trained, in a fixed order, each by a name of its own.</param>
    /// <exception cref="ArgumentException">
    /// There is an inference network and no prior, or two parameters share a name.
    /// </exception>
    public Cvae(
        IInferenceNetwork? inference,
        IPrior? prior,
        IDecoder decoder,
        IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(parameters);
        if (inference is not null && prior is null)
            throw new ArgumentException("Cvae: there is an inference network but no prior; give a prior too.");
        if (parameters.CountBy(parameter => parameter.Name).FirstOrDefault(of => of.Value > 1) is { Key: { } name })
            throw new ArgumentException($"Cvae: two parameters are named '{name}'; give each a name of its own.");
        (Inference, Prior, Decoder, Parameters) = (inference, prior, decoder, parameters);
    }

    /// <summary>The network of q(z|x,y); null where the model has none.</summary>
    public IInferenceNetwork? Inference { get; }

    /// <summary>p(z|x): the router, or a prior that does not see x; null without a latent.</summary>
    public IPrior? Prior { get; }

    /// <summary>p(y|x,z).</summary>
    public IDecoder Decoder { get; }

    /// <inheritdoc/>
    public LatentFamily? Latent => Prior?.Latent;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public ILatent? Infer(Variable condition, Variable target) => Inference?.Forward(condition, target);

    /// <inheritdoc/>
    public Routing? Route(Variable condition) => Prior?.Forward(condition);

    /// <inheritdoc/>
    public IConditionalLikelihood Decode(Variable condition, LatentDraws? latent) => Decoder.Forward(condition, latent);

    private static IPrior WithoutCondition(CvaeOptions options, Initialization initialization) =>
        options.Prior == PriorKind.Marginal ? new MarginalPrior(LatentHead.Of(options), initialization)
        : options.Latent == LatentKind.Categorical ? new UniformPrior(options.LatentVariables, options.LatentValues)
        : new StandardPrior(options.LatentDimensions);
}
