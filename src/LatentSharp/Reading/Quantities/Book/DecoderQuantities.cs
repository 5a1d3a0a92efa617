using LatentSharp.Evidence;
using LatentSharp.Words;
using Unit = LatentSharp.Reading.Quantities.Book.Quantity.Units;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>What the decoder makes of z from one source or another.</summary>
internal static class DecoderQuantities
{
    public static Quantity SamplingCost { get; } = Quantity.Of(
        "sampling_cost", "sampling cost", Unit.Nats, "nats that drawing z costs the decoder",
        EvidenceNeeds.All(EvidenceRole.NllPosterior, EvidenceRole.NllAtMean),
        quantities => quantities.SamplingCost,
        Gap(gap => $", over {Figures.Of(gap.Baseline)} at the mean")).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity WidthPrice { get; } = Quantity.Of(
        "width_price", "width price", Unit.Nats,
        "nats that drawing must cost by the width that the objective leaves z: what cost exceeds it is a finding",
        EvidenceNeeds.Prior,
        quantities => quantities.WidthPrice,
        new QuantityForm<WidthPrice>(
            [new(price => price.Value)],
            (lines, price) => lines.Value(
                price.Value,
                $"; K_prior weighs {Figures.Chosen(price.PriorKlWeight)}, V_post "
                    + Figures.Chosen(price.PosteriorVarianceWeight)),
            (fields, price) =>
            {
                fields.Estimate(price.Value);
                fields.Real("prior_kl_weight", price.PriorKlWeight);
                fields.Real("posterior_variance_weight", price.PosteriorVarianceWeight);
            })).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity UsageGap { get; } = Quantity.Of(
        "usage_gap", "usage gap", Unit.Nats, "nats that another example's z costs: 0 = the decoder ignores z",
        EvidenceNeeds.All(EvidenceRole.NllShuffled, EvidenceRole.NllPosterior),
        quantities => quantities.UsageGap,
        Gap());

    public static Quantity TestTimeGap { get; } = Quantity.Of(
        "test_time_gap", "test-time gap", Unit.Nats, "nats lost when the router must choose z",
        EvidenceNeeds.All(EvidenceRole.NllPrior, EvidenceRole.NllPosterior),
        quantities => quantities.TestTimeGap,
        Gap());

    /// <summary>What log p(y|x) by draws of the router needs.</summary>
    public static EvidenceNeeds PriorMonteCarlo { get; } = EvidenceNeeds.All(EvidenceRole.NllPrior);

    /// <summary>What log p(y|x) by weighted draws of q needs.</summary>
    public static EvidenceNeeds Importance { get; } =
        EvidenceNeeds.All(EvidenceRole.NllPosterior, EvidenceRole.LogRatioPosterior);

    public static Quantity ConditionalLikelihood { get; } = Quantity.Of(
        "conditional_likelihood", "log p(y|x)", Unit.Nats,
        "what the model gives the answer, by two estimators, each a lower bound in expectation",
        EvidenceNeeds.AnyOf(PriorMonteCarlo, Importance),
        quantities => quantities.ConditionalLikelihood,
        new QuantityForm<ConditionalLikelihood>(
            [
                new("prior_mc", both => Mean(both.PriorMonteCarlo)),
                new("importance", both => Mean(both.Importance)),
            ],
            (lines, both) =>
            {
                lines.Line("two estimators", "of log p(y|x), each a lower bound in expectation");
                lines.Part("prior_mc", both.PriorMonteCarlo, Mean, estimate => Sampling(estimate, "the router"));
                lines.Part("importance", both.Importance, Mean, estimate => Sampling(estimate, "q, weighted"));
            },
            (fields, both) =>
            {
                fields.Measured("prior_mc", both.PriorMonteCarlo, Fields);
                fields.Measured("importance", both.Importance, Fields);
            }));

    private static QuantityForm<NllGap> Gap(Func<NllGap, string>? more = null) =>
        new(
            [new(gap => gap.Difference)],
            (lines, gap) => lines.Value(gap.Difference, more?.Invoke(gap) ?? ""),
            (fields, gap) =>
            {
                fields.Estimate(gap.Difference);
                fields.Estimate("baseline", gap.Baseline);
                fields.Whole("samples", gap.Samples);
            });

    private static Estimate Mean(LikelihoodEstimate estimate) => estimate.LogLikelihood;

    private static Measured<Estimate> Mean(Measured<LikelihoodEstimate> estimate) =>
        estimate.IsMeasured ? Mean(estimate.Value) : Measured<Estimate>.Missing(estimate.Needs);

    private static string Sampling(LikelihoodEstimate estimate, string source) =>
        $"nats, from {estimate.Samples} draws of {source}, of which {Figures.Of(estimate.EffectiveSampleSize)} count"
        + (estimate.ParetoK is { } k ? $"; Pareto k-hat {Figures.Of(k)}" : "")
        + (estimate.ParetoKAboveLimit is { } share ? $", above 0.7 for {Figures.Percent(share)} of examples" : "")
        + (estimate.Impossible > 0 ? $"; {Figures.Count(estimate.Impossible)} draws give y the probability 0" : "");

    private static void Fields(IFieldWriter fields, LikelihoodEstimate estimate)
    {
        fields.Estimate(estimate.LogLikelihood);
        fields.Whole("samples", estimate.Samples);
        fields.Real("effective_sample_size", estimate.EffectiveSampleSize);
        fields.Real("pareto_k", estimate.ParetoK);
        fields.Real("pareto_k_above_limit", estimate.ParetoKAboveLimit);
        fields.Whole("impossible_draws", estimate.Impossible);
    }
}
