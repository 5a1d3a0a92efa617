using LatentSharp.Autodiff;
using LatentSharp.Latents.Gaussian;

namespace LatentSharp.Models;

/// <summary>What a decoder says of the target's elements.</summary>
public enum LikelihoodKind
{
    /// <summary>Independent binary elements.</summary>
    Bernoulli,

    /// <summary>Real values around a mean with a fixed standard deviation.</summary>
    Normal,

    /// <summary>Real values around a mean with one learned variance: the sigma-VAE.</summary>
    NormalLearnedScale,

    /// <summary>One of several classes, as one-hot rows.</summary>
    Categorical,
}

/// <summary>Where z comes from when the answer is not known.</summary>
public enum PriorKind
{
    /// <summary>A router p(z|x), trained with the rest.</summary>
    Learned,

    /// <summary>The fixed prior of the family: N(0, I), or uniform.</summary>
    Standard,

    /// <summary>p(z), trained with the rest and the same for every condition.</summary>
    Marginal,
}

/// <summary>What z is.</summary>
public enum LatentKind
{
    /// <summary>Real numbers under diagonal normals.</summary>
    Gaussian,

    /// <summary>Variables of a few values each, as one-hot blocks.</summary>
    Categorical,
}

/// <summary>The shape of a conditional variational autoencoder.</summary>
public sealed record CvaeOptions
{
    /// <summary>
    /// Whether there is a latent z; without one the model is the decoder alone, on x: the baseline that a latent has to
    /// beat. Default true.
    /// </summary>
    public bool HasLatent { get; init; } = true;

    /// <summary>
    /// Whether there is an inference network q(z|x,y); without one q is the router, so that training draws z as test
    /// time does (the Gaussian stochastic neural network of Sohn, Lee and Yan 2015, section 4.2). Default true.
    /// </summary>
    public bool HasInferenceNetwork { get; init; } = true;

    /// <summary>The number of elements of a condition x; 0 where nothing is given.</summary>
    public required int ConditionDimensions
    {
        get;
        init =>
            field =
                value >= 0
                    ? value
                    : throw OptionException.OutOfRange("condition", value, "a whole number of at least 0");
    }

    /// <summary>The number of elements of a target y; at least 1.</summary>
    public required int TargetDimensions { get; init => field = AtLeastOne("target", value); }

    /// <summary>What z is, where there is one. Default Gaussian.</summary>
    public LatentKind Latent { get; init; } = LatentKind.Gaussian;

    /// <summary>
    /// The number of dimensions of a Gaussian latent; at least 1, and without meaning where there is none. Default 8.
    /// </summary>
    public int LatentDimensions { get; init => field = AtLeastOne("latent_dimensions", value); } = 8;

    /// <summary>M, the variables of a categorical latent; at least 1. Default 1.</summary>
    public int LatentVariables { get; init => field = AtLeastOne("latent_variables", value); } = 1;

    /// <summary>K, the values of each variable of a categorical latent; at least 2. Default 10.</summary>
    public int LatentValues
    {
        get;
        init =>
            field =
                value >= 2
                    ? value
                    : throw OptionException.OutOfRange("latent_values", value, "a whole number of at least 2");
    } = 10;

    /// <summary>
    /// The widths of the hidden layers in each of the three networks; empty for linear maps. Default 128, 128.
    /// </summary>
    public IReadOnlyList<int> Hidden { get; init => field = Widths("hidden", value)!; } = [128, 128];

    /// <summary>
    /// The widths of the router's hidden layers; null, the default, gives it those of <see cref="Hidden"/>.
    /// </summary>
    public IReadOnlyList<int>? RouterHidden { get; init => field = Widths("router_hidden", value); }

    /// <summary>
    /// Whether the decoder sees x beside z; without it all that it knows of x has come through z. Default true.
    /// </summary>
    public bool DecoderSeesCondition { get; init; } = true;

    /// <summary>
    /// Whether the router sees beside x what a plain network, trained with the rest on a loss of its own, expects of y
    /// (the recurrent connection of Sohn, Lee and Yan 2015, section 4.1). Default false.
    /// </summary>
    public bool RouterGuess { get; init; }

    /// <summary>The non-linearity of the hidden layers. Default ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The decoder's likelihood. Default Bernoulli.</summary>
    public LikelihoodKind Likelihood { get; init; } = LikelihoodKind.Bernoulli;

    /// <summary>
    /// The standard deviation of a normal likelihood, above 0; where it is learned, its initial value. Default 1.
    /// </summary>
    public float LikelihoodScale
    {
        get;
        init =>
            field =
                value > 0 && float.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("likelihood_scale", value, "a number above 0");
    } = 1f;

    /// <summary>The prior over z. Default learned.</summary>
    public PriorKind Prior { get; init; } = PriorKind.Learned;

    /// <summary>A soft range for log-variances of q and p; null, the default, leaves them unbounded.</summary>
    public LogVarianceRange? LogVarianceRange { get; init; }

    /// <summary>Checks that the networks have what the options give them.</summary>
    /// <exception cref="OptionException">They have not.</exception>
    internal void Check()
    {
        if (RouterGuess && (!HasLatent || Prior != PriorKind.Learned))
            throw new OptionException(
                "router_guess is yes, but there is no router to see the guess; give model cvae or gsnn and prior " +
                    "learned, or leave router_guess at no");
        if (!HasLatent && !DecoderSeesCondition)
            throw new OptionException(
                "decoder_condition is no, but model nn is a decoder on the condition alone; leave " +
                    "decoder_condition at yes");
        if (HasLatent && !HasInferenceNetwork && Prior != PriorKind.Learned)
            throw new OptionException(
                "model is gsnn, which is trained by draws of its router, but prior is " +
                    $"{(Prior == PriorKind.Standard ? "standard" : "marginal")}; give prior learned, or model cvae");
        if (ConditionDimensions == 0 && (!HasLatent || !HasInferenceNetwork || RouterGuess))
            throw new OptionException(
                "there is no condition, which only model cvae without a guess can do without; give a condition");
    }

    private static IReadOnlyList<int>? Widths(string option, IReadOnlyList<int>? widths)
    {
        foreach (int width in widths ?? [])
            AtLeastOne(option, width);
        return widths;
    }

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw OptionException.OutOfRange(option, value, "a whole number of at least 1");
}
