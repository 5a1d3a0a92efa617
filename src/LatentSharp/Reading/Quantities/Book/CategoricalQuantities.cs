using LatentSharp.Evidence;
using LatentSharp.Words;
using Unit = LatentSharp.Reading.Quantities.Book.Quantity.Units;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>How sharp and how even the values of a categorical latent are, and what they stand for.</summary>
internal static class CategoricalQuantities
{
    public static Quantity PosteriorEntropy { get; } = Quantity.Of(
        "posterior_entropy", "posterior entropy", Unit.Nats,
        "nats that q leaves open about the values, summed over variables: sharpness, not meaning",
        CategoricalNeeds.Logits,
        quantities => quantities.PosteriorEntropy,
        Entropy()).OnlyOf(EvidenceFamily.Categorical);

    public static Quantity PriorEntropy { get; } = Quantity.Of(
        "prior_entropy", "prior entropy", Unit.Nats, "the same of p",
        CategoricalNeeds.BothLogits,
        quantities => quantities.PriorEntropy,
        Entropy()).OnlyOf(EvidenceFamily.Categorical);

    public static Quantity Usage { get; } = Quantity.Of(
        "usage", "usage", Unit.Values,
        "values that are taken over all examples, exp of the entropy of the mean q: K = all as often",
        CategoricalNeeds.Logits,
        quantities => quantities.Usage,
        new QuantityForm<ValueUsage>(
            [
                new(usage => usage.EffectiveValues),
                new("prior", usage => usage.EffectivePriorValues, EvidenceRole.PriorLogits.Name),
                new("unused", usage => usage.Unused.Length),
            ],
            (lines, usage) =>
            {
                lines.Value(usage.EffectiveValues, $"; there are {usage.Values}");
                if (usage.EffectivePriorValues is { } prior)
                    lines.Part("of the router", Figures.Of(prior), "the same of the mean p");
                lines.Part(
                    "never used",
                    Figures.Count(usage.Unused.Length),
                    $"of {usage.Posterior.Length}: less than a hundredth of an even share");
            },
            (fields, usage) =>
            {
                fields.Estimate(usage.EffectiveValues);
                fields.Real("prior", usage.EffectivePriorValues);
                fields.Whole("values", usage.Values);
                fields.Reals("posterior", usage.Posterior.AsSpan());
                fields.Reals("router", usage.Prior.AsSpan());
                fields.Wholes("unused", usage.Unused.Select(at => (long)at));
            })).OnlyOf(EvidenceFamily.Categorical);

    public static Quantity RouterSkill { get; } = Quantity.Of(
        "router_skill", "router skill", Unit.Share,
        "share of what the mean q leaves open that the router foretells: 1 = all of it, 0 = no more than that mean",
        CategoricalNeeds.BothLogits,
        quantities => quantities.RouterSkill,
        new QuantityForm<RouterSkill>(
            [
                new(skill => skill.Value),
                new("agreement", skill => skill.Agreement),
                new("calibration_error", skill => skill.CalibrationError),
            ],
            (lines, skill) =>
            {
                lines.Value(skill.Value);
                lines.Part(
                    "agreement",
                    Figures.Of(skill.Agreement),
                    $"of q on the router's likeliest value, to which the router gives {Figures.Of(skill.Confidence)}");
                lines.Part(
                    "calibration error",
                    Figures.Of(skill.CalibrationError),
                    "distance of the two on average over tenths of the router's; "
                        + $"{Figures.Of(skill.CalibrationErrorByChance)} would be chance");
            },
            (fields, skill) =>
            {
                fields.Estimate(skill.Value);
                fields.Object("agreement", skill.Agreement, FieldWriting.Estimate);
                fields.Real("confidence", skill.Confidence);
                fields.Real("calibration_error", skill.CalibrationError);
                fields.Real("calibration_error_by_chance", skill.CalibrationErrorByChance);
                fields.Objects("bins", skill.Bins, (each, bin) =>
                {
                    each.Real("from", bin.From);
                    each.Real("to", bin.To);
                    each.Whole("count", bin.Count);
                    each.Real("confidence", bin.Confidence);
                    each.Object("agreement", bin.Agreement, FieldWriting.Estimate);
                });
            })).OnlyOf(EvidenceFamily.Categorical);

    public static Quantity Alignment { get; } = Quantity.Of(
        "alignment", "alignment", Unit.Share,
        "share of examples whose likeliest value stands for their label, one value to a label by the best matching",
        CategoricalNeeds.Labels,
        quantities => quantities.Alignment,
        new QuantityForm<LabelAlignment>(
            [
                new(alignment => alignment.Accuracy),
                new("from_draw", alignment => alignment.FromDraw),
                new("chance", alignment => alignment.Chance.Value),
                new("adjusted_mutual_information", alignment => alignment.AdjustedMutualInformation),
                new("adjusted_rand_index", alignment => alignment.AdjustedRandIndex),
            ],
            (lines, alignment) =>
            {
                lines.Value(
                    alignment.Accuracy,
                    alignment.LeftOut > 0
                        ? $"; {Figures.Count(alignment.LeftOut)} without a label, or of a rare class, are left out"
                        : "");
                lines.Part(
                    "chance",
                    Figures.Of(alignment.Chance.Value),
                    "what the best matching makes of permuted labels, on average");
                lines.Part("from a draw", Figures.Of(alignment.FromDraw), "the share for one z of q");
                lines.Part(
                    "AMI",
                    Figures.Of(alignment.AdjustedMutualInformation),
                    "adjusted mutual information of values and labels: 0 = chance, 1 = the same partition");
                lines.Part(
                    "ARI",
                    Figures.Of(alignment.AdjustedRandIndex),
                    "adjusted Rand index: 0 = chance, 1 = the same partition");
            },
            Fields)).OnlyOf(EvidenceFamily.Categorical);

    public static Quantity ConditionalInformation { get; } = Quantity.Of(
        "conditional_information", "I(z;s|x)", Unit.Nats,
        "nats that z says about the label s where x is the same, less the bias of few examples",
        CategoricalNeeds.LabelsWithin,
        quantities => quantities.ConditionalInformation,
        new QuantityForm<ConditionalInformation>(
            [
                new(information => information.Value),
                new("global", information => information.Global),
                new("global_share", information => information.GlobalShare),
            ],
            (lines, information) =>
            {
                lines.Value(
                    information.Value,
                    information.Chance is { } chance
                        ? $"; {Figures.Of(chance.Value)} with labels permuted within each x"
                        : "");
                lines.Part(
                    "I(z;s)",
                    Figures.Of(information.Global),
                    "over all x together: what a value says whatever x is");
                lines.Part(
                    "global share",
                    information.GlobalShare,
                    share => share,
                    _ => "I(z;s) / I(z;s|x): 1 = a value means the same for all x");
            },
            (fields, information) =>
            {
                fields.Estimate(information.Value);
                fields.Object("global", information.Global, FieldWriting.Estimate);
                fields.Estimate("global_share", information.GlobalShare);
                fields.Real("chance", information.Chance?.Value);
                fields.Whole("examples", information.Examples);
                fields.Whole("conditions", information.Conditions);
            })).OnlyOf(EvidenceFamily.Categorical);

    private static QuantityForm<ValueEntropy> Entropy() =>
        new(
            [new(entropy => entropy.Value), new("effective_values", entropy => entropy.EffectiveValues)],
            (lines, entropy) =>
            {
                lines.Value(entropy.Value, $"; at most {Figures.Of(entropy.Ceiling)}");
                lines.Part(
                    "effective values",
                    Figures.Of(entropy.EffectiveValues),
                    "in an example: as many equally likely ones would be as open");
            },
            (fields, entropy) =>
            {
                fields.Estimate(entropy.Value);
                fields.Real("effective_values", entropy.EffectiveValues);
                fields.Real("ceiling", entropy.Ceiling);
                fields.Reals("per_variable", entropy.PerVariable.AsSpan());
            });

    private static void Fields(IFieldWriter fields, LabelAlignment alignment)
    {
        fields.Estimate(alignment.Accuracy);
        fields.Object("chance", alignment.Chance, FieldWriting.Estimate);
        fields.Object("from_draw", alignment.FromDraw, FieldWriting.Estimate);
        fields.Real("adjusted_mutual_information", alignment.AdjustedMutualInformation);
        fields.Real("adjusted_rand_index", alignment.AdjustedRandIndex);
        fields.Whole("variable", alignment.Variable);
        fields.Reals("labels", alignment.Labels.AsSpan());
        fields.Wholes("matching", alignment.Matching.Select(label => (long)label));
        fields.Objects("table", alignment.Table, (row, counts) => row.Wholes("counts", counts));
        fields.Whole("examples", alignment.Examples);
        fields.Whole("left_out", alignment.LeftOut);
    }
}
