using LatentSharp.Evidence;

namespace LatentSharp.Reading.Quantities;

/// <summary>Everything that was measured, and what was not.</summary>
public sealed record LatentQuantities
{
    /// <summary>V_post.</summary>
    public required Measured<VarianceSummary> PosteriorVariance { get; init; }

    /// <summary>The same of the prior.</summary>
    public required Measured<VarianceSummary> PriorVariance { get; init; }

    /// <summary>How broad q is relative to p.</summary>
    public required Measured<BreadthRatio> BreadthRatio { get; init; }

    /// <summary>The share of each dimension's variance that is sampling noise, and its mean.</summary>
    public required Measured<NoiseShare> NoiseShare { get; init; }

    /// <summary>How sharp the latent is in any units.</summary>
    public required Measured<ChannelInformation> ChannelInformation { get; init; }

    /// <summary>K_prior.</summary>
    public required Measured<PriorKl> PriorKl { get; init; }

    /// <summary>Whether q lies where the router says.</summary>
    public required Measured<RouterCalibration> RouterCalibration { get; init; }

    /// <summary>The share of q's structure that the router places.</summary>
    public required Measured<RouterDetermination> RouterDetermination { get; init; }

    /// <summary>The share of it that x tells at least.</summary>
    public required Measured<ConditionProbe> ConditionProbe { get; init; }

    /// <summary>
    /// Dimensions with Var_n mu_nd of at least 0.01 of the prior's variance (Burda, Grosse and Salakhutdinov 2016, in
    /// any units); without a prior, with a noise share of at most 0.99.
    /// </summary>
    public required Measured<Units> ActiveUnits { get; init; }

    /// <summary>
    /// Dimensions with KL_nd below 0.01 for at least 99% of n (Lucas, Tucker, Grosse and Norouzi 2019), or not active.
    /// </summary>
    public required Measured<Units> CollapsedUnits { get; init; }

    /// <summary>I_q(z; n).</summary>
    public required Measured<MutualInformation> MutualInformation { get; init; }

    /// <summary>KL between the aggregates.</summary>
    public required Measured<AggregateGap> AggregateGap { get; init; }

    /// <summary>Whether the units of z are those of a standard normal.</summary>
    public required Measured<RouterMarginalKl> RouterMarginalKl { get; init; }

    /// <summary>How open q leaves the values of a categorical latent.</summary>
    public Measured<ValueEntropy> PosteriorEntropy { get; init; } = Missing<ValueEntropy>(CategoricalNeeds.Logits);

    /// <summary>The same of the router.</summary>
    public Measured<ValueEntropy> PriorEntropy { get; init; } = Missing<ValueEntropy>(CategoricalNeeds.BothLogits);

    /// <summary>How often the values of a categorical latent are taken.</summary>
    public Measured<ValueUsage> Usage { get; init; } = Missing<ValueUsage>(CategoricalNeeds.Logits);

    /// <summary>What the router of a categorical latent foretells of q.</summary>
    public Measured<RouterSkill> RouterSkill { get; init; } = Missing<RouterSkill>(CategoricalNeeds.BothLogits);

    /// <summary>Whether values stand for labels.</summary>
    public Measured<LabelAlignment> Alignment { get; init; } = Missing<LabelAlignment>(CategoricalNeeds.Labels);

    /// <summary>What values say about labels where x is the same, and over all x.</summary>
    public Measured<ConditionalInformation> ConditionalInformation { get; init; } =
        Missing<ConditionalInformation>(CategoricalNeeds.LabelsWithin);

    /// <summary>Mean NLL at z drawn from q less the NLL at mu: what drawing costs the decoder.</summary>
    public required Measured<NllGap> SamplingCost { get; init; }

    /// <summary>What drawing z must cost.</summary>
    public required Measured<WidthPrice> WidthPrice { get; init; }

    /// <summary>Mean NLL with another example's z less the NLL with its own: 0 means the decoder ignores z.</summary>
    public required Measured<NllGap> UsageGap { get; init; }

    /// <summary>Mean NLL at z from the router less the NLL at z from q: what is lost at test time.</summary>
    public required Measured<NllGap> TestTimeGap { get; init; }

    /// <summary>log p(y|x).</summary>
    public required Measured<ConditionalLikelihood> ConditionalLikelihood { get; init; }

    /// <summary>Linear probes.</summary>
    public required Measured<SemanticProbe> SemanticProbe { get; init; }

    /// <summary>How far single dimensions stand for single factors.</summary>
    public required Measured<Disentanglement> Disentanglement { get; init; }

    /// <summary>Whether the router singles out its own example.</summary>
    public required Measured<RouterRetrieval> RouterRetrieval { get; init; }

    private static Measured<T> Missing<T>(EvidenceNeeds needs)
        where T : class => Measured<T>.Missing(needs.Sentence);

    /// <summary>Nothing measured yet.</summary>
    /// <param name="needs">What would supply all of it.</param>
    internal static LatentQuantities None(string needs) =>
        new()
        {
            PosteriorVariance = Measured<VarianceSummary>.Missing(needs),
            PriorVariance = Measured<VarianceSummary>.Missing(needs),
            BreadthRatio = Measured<BreadthRatio>.Missing(needs),
            NoiseShare = Measured<NoiseShare>.Missing(needs),
            ChannelInformation = Measured<ChannelInformation>.Missing(needs),
            RouterCalibration = Measured<RouterCalibration>.Missing(needs),
            RouterDetermination = Measured<RouterDetermination>.Missing(needs),
            ConditionProbe = Measured<ConditionProbe>.Missing(needs),
            RouterMarginalKl = Measured<RouterMarginalKl>.Missing(needs),
            WidthPrice = Measured<WidthPrice>.Missing(needs),
            PriorKl = Measured<PriorKl>.Missing(needs),
            ActiveUnits = Measured<Units>.Missing(needs),
            CollapsedUnits = Measured<Units>.Missing(needs),
            MutualInformation = Measured<MutualInformation>.Missing(needs),
            AggregateGap = Measured<AggregateGap>.Missing(needs),
            SamplingCost = Measured<NllGap>.Missing(needs),
            UsageGap = Measured<NllGap>.Missing(needs),
            TestTimeGap = Measured<NllGap>.Missing(needs),
            ConditionalLikelihood = Measured<ConditionalLikelihood>.Missing(needs),
            SemanticProbe = Measured<SemanticProbe>.Missing(needs),
            Disentanglement = Measured<Disentanglement>.Missing(needs),
            RouterRetrieval = Measured<RouterRetrieval>.Missing(needs),
        };
}
