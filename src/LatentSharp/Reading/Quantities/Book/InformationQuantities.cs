using LatentSharp.Evidence;
using LatentSharp.Words;
using Unit = LatentSharp.Reading.Quantities.Book.Quantity.Units;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>How q differs from p, and what a draw of z says about its example.</summary>
internal static class InformationQuantities
{
    public static Quantity PriorKl { get; } = Quantity.Of(
        "prior_kl", "K_prior", Unit.Nats, "nats, KL(q || p) summed over dimensions: 0 = q repeats p",
        EvidenceNeeds.AnyOf(EvidenceNeeds.Prior, EvidenceNeeds.All(EvidenceRole.LogRatioPosterior)),
        quantities => quantities.PriorKl,
        new QuantityForm<PriorKl>(
            [
                new(kl => kl.Total),
                new("variance_part", kl => kl.Parts?.Variance.Sum(), EvidenceNeeds.Prior.Sentence),
                new("mean_part", kl => kl.Parts?.Mean.Sum(), EvidenceNeeds.Prior.Sentence),
            ],
            (lines, kl) =>
            {
                lines.Value(kl.Total, kl.IsEstimated ? $"; estimated from {EvidenceRole.LogRatioPosterior}" : "");
                if (kl.Parts is not { } parts)
                    return;
                lines.Part("variance part", Figures.Of(parts.Variance.Sum()), "nats, from unequal breadth");
                lines.Part("mean part", Figures.Of(parts.Mean.Sum()), "nats, from unequal means");
            },
            (fields, kl) =>
            {
                fields.Estimate(kl.Total);
                if (kl.IsEstimated)
                    fields.Text("estimated_from", EvidenceRole.LogRatioPosterior.Name);
                if (kl.PerVariable is { } variables)
                    fields.Reals("per_variable", variables.AsSpan());
                if (kl.Parts is not { } parts)
                    return;

                fields.Reals("per_dimension", parts.PerDimension.AsSpan());
                fields.Reals("variance_part", parts.Variance.AsSpan());
                fields.Reals("mean_part", parts.Mean.AsSpan());
            }));

    public static Quantity RouterMarginalKl { get; } = Quantity.Of(
        "router_marginal_kl", "router marginal KL", Unit.Nats,
        "nats from the mean router to N(0, I): 0 = the units of z are those of a standard normal; of a categorical "
            + "latent to the uniform",
        EvidenceNeeds.Prior,
        quantities => quantities.RouterMarginalKl,
        new QuantityForm<RouterMarginalKl>(
            [new(marginal => marginal.Value)],
            (lines, marginal) => lines.Value(Figures.Of(marginal.Value)),
            (fields, marginal) => fields.Real("value", marginal.Value)));

    public static Quantity ActiveUnits { get; } = Quantity.Of(
        "active_units", "active units", Unit.Dimensions,
        "dimensions whose mean varies over examples, by a hundredth of the prior's variance at least",
        EvidenceNeeds.Nothing,
        quantities => quantities.ActiveUnits,
        CountOfDimensions()).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity CollapsedUnits { get; } = Quantity.Of(
        "collapsed_units", "collapsed units", Unit.Dimensions,
        "dimensions where q repeats p (KL below 0.01 for at least 99% of examples), or that are not active",
        EvidenceNeeds.Nothing,
        quantities => quantities.CollapsedUnits,
        CountOfDimensions()).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity MutualInformation { get; } = Quantity.Of(
        "mutual_information", "mutual information", Unit.Nats, "nats that a draw of z says about its example",
        EvidenceNeeds.Nothing,
        quantities => quantities.MutualInformation,
        new QuantityForm<MutualInformation>(
            [new(information => information.Value)],
            (lines, information) => lines.Value(
                information.Value,
                information.IsExact
                    ? $"; at most {Figures.Of(information.Ceiling)}, the logarithm of its values"
                    : $"; at most {Figures.Of(information.Ceiling)} can be seen with "
                        + $"{Figures.Count(information.Examples)} examples"),
            (fields, information) =>
            {
                fields.Estimate(information.Value);
                fields.Real("ceiling", information.Ceiling);
                fields.Whole("examples", information.Examples);
                fields.Whole("samples", information.Samples);
            }));

    public static Quantity AggregateGap { get; } = Quantity.Of(
        "aggregate_gap", "aggregate gap", Unit.Nats,
        "nats between all of q and all of p: 0 = together they fill the same space",
        EvidenceNeeds.Prior,
        quantities => quantities.AggregateGap,
        new QuantityForm<AggregateGap>(
            [new(gap => gap.Value)],
            (lines, gap) => lines.Value(gap.Value),
            (fields, gap) =>
            {
                fields.Estimate(gap.Value);
                fields.Whole("examples", gap.Examples);
                fields.Whole("samples", gap.Samples);
            }));

    private static QuantityForm<Units> CountOfDimensions() =>
        new(
            [new(units => units.Count)],
            (lines, units) => lines.Value($"{units.Count} of {units.Of}"),
            (fields, units) =>
            {
                fields.Whole("value", units.Count);
                fields.Whole("of", units.Of);
                fields.Wholes("dimensions", units.Dimensions.Select(dimension => (long)dimension));
            });
}
