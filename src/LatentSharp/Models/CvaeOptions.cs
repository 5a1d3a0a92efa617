using LatentSharp.Autodiff;
using LatentSharp.Layers;

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

    /// <summary>The fixed N(0, I).</summary>
    Standard,
}

/// <summary>The shape of a conditional variational autoencoder.</summary>
public sealed record CvaeOptions
{
    /// <summary>The number of elements of a condition x; 0 where nothing is given.</summary>
    public required int ConditionDimensions { get; init => field = value >= 0 ? value : throw OptionException.OutOfRange("condition", value, "a whole number of at least 0"); }

    /// <summary>The number of elements of a target y; at least 1.</summary>
    public required int TargetDimensions { get; init => field = AtLeastOne("target", value); }

    /// <summary>The number of latent dimensions; at least 1. Default 8.</summary>
    public int LatentDimensions { get; init => field = AtLeastOne("latent_dimensions", value); } = 8;

    /// <summary>The widths of the hidden layers in each of the three networks; empty for linear maps. Default 128, 128.</summary>
    public IReadOnlyList<int> Hidden
    {
        get;
        init
        {
            foreach (int width in value)
                AtLeastOne("hidden", width);
            field = value;
        }
    } = [128, 128];

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
        init => field = value > 0 && float.IsFinite(value) ? value : throw OptionException.OutOfRange("likelihood_scale", value, "a number above 0");
    } = 1f;

    /// <summary>The prior over z. Default learned.</summary>
    public PriorKind Prior { get; init; } = PriorKind.Learned;

    /// <summary>A soft range for log-variances of q and p; null, the default, leaves them unbounded.</summary>
    public LogVarianceRange? LogVarianceRange { get; init; }

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw OptionException.OutOfRange(option, value, "a whole number of at least 1");
}
