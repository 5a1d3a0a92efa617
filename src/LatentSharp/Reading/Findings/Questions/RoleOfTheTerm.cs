using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// Was V_post part of what was minimised? And, since V_post is in units that nothing may have fixed, how far draws
/// stray next to how far the means spread.
/// </summary>
internal sealed class RoleOfTheTerm : IQuestion
{
    public string Text => "Is the posterior variance active in the objective?";

    public string? Concern => null;

    public IReadOnlyList<string> RuleIds { get; } =
        ["LS0004", "LS0005", "LS1001", "LS1002", "LS1003", "LS1004", "LS1005", "LS1007", "LS6001", "LS6002"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (reading.Quantities is not { PosteriorVariance.Value: { } variance, NoiseShare.Value: { } noise })
        {
            passage.Say($"It is no part of it: a latent of the {reading.Family.Name} family has no variance.");
            CategoricalAnswers.Counterpart(passage, reading);
            return passage.Written;
        }

        ObjectiveRole role = reading.PosteriorVarianceRole;
        switch (role.Role)
        {
            case VarianceRole.Active:
                passage.Say("Active: it is part of the loss and of the gradient.");
                Active(passage, reading, variance, role);
                break;
            case VarianceRole.DiagnosticOnly:
                passage.Say(
                    "Diagnostic only: its weight is 0, so it was computed and logged and gave no gradient; " +
                        "nothing in the objective asked for a smaller value.");
                passage.Keep(Cited.Weight(0));
                break;
            default:
                passage.Say(
                    "Unknown: its weight is not given, so nothing is concluded about why V_post is what it is; supply "
                        + "posterior_variance_weight or a run directory.");
                break;
        }

        passage.Cite(Cited.PosteriorVariance(variance));
        passage.Say(Size(variance, thresholds));
        passage.Say(
            $"A draw strays {Figures.Of(variance.StandardDeviation)} units from its " +
                $"mean where the means themselves spread {Figures.Of(Math.Sqrt(noise.MeanVariance.Average()))} units "
                + "over the examples."
        );
        passage.Cite([Cited.NoiseShare(noise), .. Cited.Invariants(reading)]);
        passage.Say("Whether that matters is for the answers below; V_post alone does not say.");
        return passage.Written;
    }

    private static void Active(
        Passage passage,
        LatentReading reading,
        VarianceSummary variance,
        ObjectiveRole role)
    {
        if (role.Weight is { } weight)
            passage.Cite(Cited.Weight(weight), Cited.Gradient(reading, variance, weight));
        if (role.Contribution is { } contribution)
            passage.Cite(Cited.Contribution(contribution));
        if (role.ShareOfObjective is { } share)
            passage.Cite(Cited.ShareOfObjective(share));
        else
            passage.Say(
                "Its share of the objective is not measured: supply a run directory, whose log has the other terms.");
    }

    private static string Size(VarianceSummary variance, Thresholds thresholds) =>
        variance.IsLarge(thresholds) ? $"That is large (from {Figures.Chosen(thresholds.LargeVariance)} up)."
        : variance.IsSmall(thresholds) ? $"That is small (up to {Figures.Chosen(thresholds.SmallVariance)})."
        : $"That is neither large (from {Figures.Chosen(thresholds.LargeVariance)} up) nor small (up to " +
            $"{Figures.Chosen(thresholds.SmallVariance)}) beyond its error bar.";
}
