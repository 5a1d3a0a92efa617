using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Layers;

namespace LatentSharp.Models;

/// <summary>
/// A conditional variational autoencoder (Sohn, Lee and Yan 2015): an inference network q(z|x,y), a prior p(z|x) and a
/// decoder p(y|x,z); or one of the models it is held against, which lack some of the three (<see cref="ModelKind"/>).
/// </summary>
public sealed class Cvae
{
    private readonly Decoder? guess;

    /// <summary>Creates a model with initial weights.</summary>
    /// <param name="options">The shape of the model.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    /// <exception cref="OptionException">The options do not go together.</exception>
    public Cvae(CvaeOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        LatentDimensions = options.Kind == ModelKind.PlainNetwork ? 0 : options.LatentDimensions;
        var initialization = new Initialization(seed);
        if (options.Kind == ModelKind.Cvae)
            Inference = new InferenceNetwork(options, initialization);
        bool routed = options.Prior == PriorKind.Learned && LatentDimensions > 0;
        Prior = routed ? new Router(options, initialization) : new StandardPrior(LatentDimensions);
        Decoder = new Decoder(
            "decoder",
            options,
            options.DecoderSeesCondition ? options.ConditionDimensions : 0,
            LatentDimensions,
            initialization);
        if (options.RouterGuess)
            guess = new Decoder("guess", options, options.ConditionDimensions, 0, initialization);
        Parameters = initialization.Parameters;
    }

    /// <summary>The shape of the model.</summary>
    public CvaeOptions Options { get; }

    /// <summary>The number of latent dimensions; 0 for a plain network.</summary>
    public int LatentDimensions { get; }

    /// <summary>The network of q(z|x,y); null where the model has none.</summary>
    public InferenceNetwork? Inference { get; }

    /// <summary>p(z|x): the router, or N(0, I).</summary>
    public IPrior Prior { get; }

    /// <summary>p(y|x,z).</summary>
    public Decoder Decoder { get; }

    /// <summary>Everything that is trained, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>q(z|x,y) over [batch, latent]; without an inference network it is p(z|x).</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    public DiagonalNormal Infer(Variable condition, Variable target) =>
        Inference?.Forward(condition, target) ?? Route(condition);

    /// <summary>p(z|x) over [batch, latent].</summary>
    /// <param name="condition">x, [batch, condition].</param>
    public DiagonalNormal Route(Variable condition) => Route(condition, Guess(condition));

    /// <summary>
    /// Runs the networks on a batch, with z drawn from the posterior, and from the router where noise is given for it.
    /// </summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    /// <param name="noise">Standard normal draws, [draws * batch, latent].</param>
    /// <param name="routerNoise">
    /// Standard normal draws for the router, [draws * batch, latent]; null draws nothing from it.
    /// </param>
    /// <param name="routerChoice">
    /// Uniform draws from [0, 1), [batch]: of an example's draws from the router, each chooses one by its weight
    /// p(y|x,z_i), which alone is differentiated; null differentiates them all.
    /// </param>
    /// <exception cref="ArgumentException">The noise is not for whole batches.</exception>
    public VariationalOutput Forward(
        Variable condition,
        Variable target,
        Variable noise,
        Variable? routerNoise = null,
        Variable? routerChoice = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(noise);
        DiagonalNormal? inferred = Inference?.Forward(condition, target);
        ILikelihood? guessed = Guess(condition);
        DiagonalNormal prior = Route(condition, guessed), posterior = inferred ?? prior;
        (Variable latent, ILikelihood likelihood, int draws) = Draw(posterior, condition, noise);
        var output = new VariationalOutput(posterior, prior, latent, likelihood) { Draws = draws, Guess = guessed };
        if (routerNoise is null)
            return output;
        (Variable routerLatent, ILikelihood routed, int routerDraws) = Draw(prior, condition, routerNoise);
        output = output with { RouterLatent = routerLatent, RouterLikelihood = routed, RouterDraws = routerDraws };
        return routerChoice is null ? output : Resample(output, condition, target, routerNoise, routerChoice);
    }

    // The gradient of log sum_i w_i is the mean of that of log w_i over draws i chosen by weight: one backward walk,
    // not k.
    private VariationalOutput Resample(
        VariationalOutput output,
        Variable condition,
        Variable target,
        Variable routerNoise,
        Variable routerChoice)
    {
        Variable logWeights = output.RouterLikelihood!.LogProbability(target.Repeat(output.RouterDraws)).Detach();
        (_, ILikelihood chosen, _) = Draw(output.Prior, condition, routerNoise.ChooseDraw(logWeights, routerChoice));
        return output with
        {
            RouterLikelihood = chosen,
            RouterDraws = 1,
            RouterLogLikelihood = logWeights.LogMeanExpOverDraws(output.RouterDraws),
        };
    }

    private (Variable Latent, ILikelihood Likelihood, int Draws) Draw(
        DiagonalNormal distribution,
        Variable condition,
        Variable noise)
    {
        int draws = noise.Shape[0] / Math.Max(condition.Shape[0], 1);
        Variable latent = distribution.Repeat(draws).Reparameterize(noise);
        return (latent, Decoder.Forward(condition, latent), draws);
    }

    private ILikelihood? Guess(Variable condition) => guess?.Forward(condition, latent: condition);

    // The guess is data to the router: what the router would have it be does not train it.
    private DiagonalNormal Route(Variable condition, ILikelihood? guessed) => guessed is null
        ? Prior.Forward(condition)
        : ((Router)Prior).Forward(condition, guessed.Mean.Detach());
}
