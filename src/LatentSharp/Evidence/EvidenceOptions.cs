using System.Collections.ObjectModel;

namespace LatentSharp.Evidence;

/// <summary>What is known of arrays beside what their file says.</summary>
public sealed record EvidenceOptions
{
    /// <summary>Nothing.</summary>
    public static EvidenceOptions None { get; } = new();

    /// <summary>For arrays that go by other names: role to array name.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The weight that V_post had in training; it goes before the file's.</summary>
    /// <exception cref="OptionException">It is negative, or not finite.</exception>
    public double? PosteriorVarianceWeight
    {
        get;
        init => field = Weight(
            "posterior_variance_weight",
            value,
            "a finite weight of at least 0; 0 makes the term diagnostic only");
    }

    /// <summary>
    /// The final weight of K_prior beside a reconstruction summed over the target; it goes before the file's.
    /// </summary>
    /// <exception cref="OptionException">It is negative, or not finite.</exception>
    public double? PriorKlWeight
    {
        get;
        init => field = Weight("prior_kl_weight", value, "a finite weight of at least 0");
    }

    /// <summary>Whether the prior is N(0, I); a file that holds a prior as well is refused.</summary>
    public bool StandardPrior { get; init; }

    /// <summary>
    /// The training log, where there is one. It also says the weights that neither these options nor the file do.
    /// </summary>
    public TrainingHistory? History { get; init; }

    /// <summary>Whether nothing is said that a run would know itself.</summary>
    internal bool IsEmpty => this with { Map = None.Map } == None && Map.Count == 0;

    private static double? Weight(string name, double? weight, string expected) =>
        weight is null || (weight >= 0 && double.IsFinite(weight.Value))
            ? weight
            : throw OptionException.OutOfRange(name, weight.Value, expected);
}
