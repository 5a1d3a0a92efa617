using LatentSharp.Evidence;
using LatentSharp.Words;
using Unit = LatentSharp.Reading.Quantities.Book.Quantity.Units;

namespace LatentSharp.Reading.Quantities.Book;

/// <summary>What can be found again in the means.</summary>
internal static class ProbeQuantities
{
    public static Quantity SemanticProbe { get; } = Quantity.Of(
        "semantic_probe", "probe", Unit.Score,
        "score of a linear probe from mu, cross-validated, beside that from a draw and a control by permuted targets",
        EvidenceNeeds.AnyOf(EvidenceNeeds.All(EvidenceRole.Labels), EvidenceNeeds.All(EvidenceRole.Factors)),
        quantities => quantities.SemanticProbe,
        new QuantityForm<SemanticProbe>(
            [new(semantic => semantic.Probes.Select(probe => (Part(probe), probe.FromPosteriorMean)))],
            Lines,
            (fields, semantic) => fields.Objects("probes", semantic.Probes, Fields))).OnlyOf(EvidenceFamily.Gaussian);

    public static Quantity Disentanglement { get; } = Quantity.Of(
        "disentanglement", "disentanglement", Unit.Share,
        "scores of how far single dimensions of mu stand for single factors, each beside what permuted factors give",
        EvidenceNeeds.All(EvidenceRole.Factors),
        quantities => quantities.Disentanglement,
        new QuantityForm<Disentanglement>(
            [new(disentanglement => disentanglement.Scores.Select(score => (score.Name, score.Value)))],
            (lines, disentanglement) =>
            {
                lines.Line(
                    $"{Figures.Count(disentanglement.Factors)} factors",
                    $"how far single dimensions of mu stand for single factors, over "
                        + $"{Figures.Count(disentanglement.Examples)} examples");
                foreach (FactorScore score in disentanglement.Scores)
                    lines.Part(
                        score.Name.Replace('_', ' '),
                        Figures.Of(score.Value),
                        $"{score.Meaning}; permuted factors give {Figures.Of(score.Control)}");
            },
            (fields, disentanglement) =>
            {
                fields.Whole("factors", disentanglement.Factors);
                fields.Whole("examples", disentanglement.Examples);
                fields.Objects("scores", disentanglement.Scores, Fields);
            }));

    public static Quantity RouterRetrieval { get; } = Quantity.Of(
        "router_retrieval", "router retrieval", Unit.Share,
        "share of examples whose own draw of q the router finds likeliest",
        EvidenceNeeds.Prior,
        quantities => quantities.RouterRetrieval,
        new QuantityForm<RouterRetrieval>(
            [new(retrieval => retrieval.Share)],
            (lines, retrieval) => lines.Value(retrieval.Share, $"; chance is {Figures.Of(retrieval.Chance)}"),
            (fields, retrieval) =>
            {
                fields.Estimate(retrieval.Share);
                fields.Real("chance", retrieval.Chance);
                fields.Whole("examples", retrieval.Examples);
            })).OnlyOf(EvidenceFamily.Gaussian);

    /// <summary>The key of one probe, such as <c>semantic_probe.factor_3</c>.</summary>
    public static string KeyOf(Probe probe) => $"{SemanticProbe.Key}.{Part(probe)}";

    private static string Part(Probe probe) => probe.Target.Replace(' ', '_');

    private static void Lines(QuantityLines lines, SemanticProbe semantic)
    {
        foreach (Probe probe in semantic.Probes)
        {
            string score = probe.Score == "r2" ? "R2" : probe.Score;
            lines.Line(
                Figures.Of(probe.FromPosteriorMean),
                $"{score} of a linear probe for {probe.Target} from mu, {probe.Folds} folds of "
                    + $"{Figures.Count(probe.Examples)} examples"
                    + (probe.LeftOut > 0
                        ? $"; {Figures.Count(probe.LeftOut)} without a label, or of a rare class, are left out"
                        : ""));
            lines.Part("from a draw", Figures.Of(probe.FromDraw), $"{score} from one z of q: what the decoder gets");
            lines.Part("from m", probe.FromPriorMean, prior => prior, _ => $"{score} from the router's mean");
            lines.Part(
                "control",
                Figures.Of(probe.Control),
                $"{score} with permuted targets: what chance gives");
        }
    }

    private static void Fields(IFieldWriter fields, FactorScore score)
    {
        fields.Text("score", score.Name);
        fields.Estimate(score.Value);
        fields.Real("control", score.Control);
    }

    private static void Fields(IFieldWriter fields, Probe probe)
    {
        fields.Text("target", probe.Target);
        fields.Text("score", probe.Score);
        fields.Estimate("from_posterior_mean", probe.FromPosteriorMean);
        fields.Estimate("from_draw", probe.FromDraw);
        fields.Estimate("from_prior_mean", probe.FromPriorMean);
        fields.Estimate("control", probe.Control);
        fields.Whole("examples", probe.Examples);
        fields.Whole("left_out", probe.LeftOut);
        fields.Whole("folds", probe.Folds);
    }
}
