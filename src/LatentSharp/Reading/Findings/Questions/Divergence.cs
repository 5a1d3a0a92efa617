using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Questions;

/// <summary>Did the optimisation diverge? Answered from the training log alone; V_post is no evidence.</summary>
internal sealed class Divergence : IQuestion
{
    private const int FewestPoints = 6;

    public string Text => "Did the optimisation diverge?";

    public string? Concern => null;

    public IReadOnlyList<string> RuleIds { get; } = ["LS9001", "LS9002", "LS9003", "LS9004"];

    public (string Text, IReadOnlyList<EvidenceItem> Evidence) Answer(
        LatentReading reading,
        TrainingHealth? health,
        Thresholds thresholds)
    {
        var passage = new Passage();
        if (reading.History is not { } history || health is null)
        {
            passage.Say(
                "Not known: no training log; supply a run or its log. "
                    + $"{(reading.Values is null ? "V_post" : "The posterior entropy")} is no evidence either way.");
            return passage.Written;
        }

        if (health.FirstNonFinite is { } number)
            passage.Say($"Yes: {(number.Step is { } step ? $"at step {step} " : "")}{number.What}.");
        Say(passage, "loss", health.Loss);
        Say(passage, "gradient norm", health.GradientNorm);
        if (health.IsHealthy)
            Healthy(passage, history);
        if (PastBest.Of(history, health, thresholds) is { } past)
            passage.Say(
                $"It went on past its best: validation was best after epoch {past.BestEpoch + 1} of {past.Epochs}, " +
                    $"{Figures.Of(past.Best)}, and ended at {Figures.Of(past.Last)}.");
        if (history.Failure is { } failure && health.FirstNonFinite is null)
            passage.Say($"The run failed: {failure.TrimEnd('.')}. That is not a number running away.");
        return passage.Written;
    }

    private static void Say(Passage passage, string what, Runaway? runaway)
    {
        if (runaway is null)
            return;
        passage.Say(
            $"Yes: the {what} was {Figures.Of(runaway.Best)} at its best " +
                $"({(runaway.FromTheFirst ? "the first value" : "running median")}, step {runaway.BestStep}) and " +
                $"is {Figures.Of(runaway.Last)} at the end.");
        passage.Keep(
            new EvidenceItem(
                "training." + what.Replace(' ', '_'),
                runaway.Last,
                null,
                $"{what} {Figures.Of(runaway.Last)} at the end"));
    }

    private static void Healthy(Passage passage, TrainingHistory history)
    {
        if (history.Points.Count < FewestPoints)
        {
            passage.Say(
                $"Not known: the log has {history.Points.Count} steps, all finite; {FewestPoints} or more are " +
                    "needed to tell growth from noise.");
            return;
        }

        passage.Say(
            $"No: over {history.Points.Count} logged steps all numbers are finite, and neither loss nor gradient " +
                "norm ran away.");
        if (VarianceRise.Of(history) is { } ends)
        {
            passage.Say(
                $"V_post went from {Figures.Of(ends.First)} to {Figures.Of(ends.Last)} over the run, which is no " +
                    "sign of divergence by itself.");
            passage.Keep(
                new EvidenceItem(
                    "training.posterior_variance_first",
                    ends.First,
                    null,
                    $"V_post {Figures.Of(ends.First)} at the start"),
                new EvidenceItem(
                    "training.posterior_variance_last",
                    ends.Last,
                    null,
                    $"V_post {Figures.Of(ends.Last)} at the end"));
        }
    }
}
