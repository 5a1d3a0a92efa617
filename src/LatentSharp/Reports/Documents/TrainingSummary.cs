using System.Globalization;
using System.Text;
using System.Text.Json;
using LatentSharp.Objectives;
using LatentSharp.Runs;
using LatentSharp.Training;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// What a training came to: the held-out terms, and what the posterior variance is next to the prior's.
/// </summary>
internal sealed class TrainingSummary
{
    private readonly TrainingRun run;
    private readonly Evaluation heldOut;

    /// <summary>Summarises a run that ended with held-out results.</summary>
    /// <exception cref="ArgumentException">The run was cancelled and has none.</exception>
    public TrainingSummary(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        this.run = run;
        heldOut = run.HeldOut
            ?? throw new ArgumentException("The run was cancelled before it had held-out results.", nameof(run));
    }

    /// <summary>The summary as a table for a terminal.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        (RunSetup setup, TrainingResult result) = (run.Setup, run.Result);
        string binarisation = setup.Source.Image is null ? "" : $", binarisation {setup.Configuration.Binarize}",
            stopped = result.Outcome == TrainingOutcome.StoppedEarly ? ", stopped early" : "",
            draws = run.Model.Latent?.Enumerated is { } all ? FormattableString.Invariant($"all {all} values")
                : FormattableString.Invariant($"{run.HeldOutDraws} {(run.HeldOutDraws == 1 ? "draw" : "draws")}");
        (int train, int validation, int test) =
            (setup.Data.Train.Count, setup.Data.Validation.Count, setup.Data.Test.Count);
        Line(
            text,
            $"{setup.Source.Name}: {train} training, {validation} validation, {test} test examples{binarisation}");
        Line(text, $"{result.Steps} steps, best epoch {result.Best?.Epoch + 1}{stopped}");
        Line(text, $"");
        Line(text, $"held out ({heldOut.Examples} examples, {draws} of z each)");
        Line(text, $"  {Pad("term")}{"raw",12}{"weight",10}{"contribution",14}  role");
        foreach (TermValue term in heldOut.Objective.Terms)
        {
            string role = RoleName(term.Role);
            Line(
                text,
                $"  {Pad(term.Name)}{term.Raw,12:F4}{term.Weight,10:0.####}{term.Contribution,14:F4}  {role}");
        }

        Line(text, $"  {Pad("objective")}{"",22}{heldOut.Objective.Total,14:F4}");
        AddLatent(text);
        Line(text, $"");
        Line(text, $"run directory {run.Path}");
        return text.ToString();
    }

    private void AddLatent(StringBuilder text)
    {
        double bound = heldOut.NegativeEvidenceLowerBound;
        double? likelihood = heldOut.Objective.Find(PriorKl.TermName) is null ? bound
            : bound - heldOut.Objective.Find(AmortizationGap.TermName)?.Raw;
        if (heldOut.Objective.Find(PriorKl.TermName) is not null)
            Line(text, $"  {Pad("negative ELBO")}{bound,12:F4}  nats");
        if (likelihood is not null)
            Line(text, $"  {Pad("-log p(y|x)")}{likelihood,12:F4}  nats");
        if (heldOut.Objective.Find(PosteriorVariance.TermName) is not { } variance)
            return;
        Line(text, $"");
        (double deviation, double? prior) = (Math.Sqrt(variance.Raw), heldOut.PriorVariance);
        string reading = FormattableString.Invariant(
            $"a standard deviation of {deviation:F3} latent units; the prior's variance is {prior:F4}");
        Line(text, $"posterior variance {variance.Raw:F4}: {reading}");
        if (variance.Role == TermRole.Active)
            Line(text, $"  active at weight {variance.Weight:0.####}: part of the gradient");
        else
            Line(text, $"  diagnostic only, weight 0: nothing penalises it");
    }

    /// <summary>The summary as one JSON object.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("run_directory", run.Path);
            writer.WriteString(
                "outcome",
                run.Result.Outcome == TrainingOutcome.StoppedEarly ? "stopped_early" : "completed");
            writer.WriteNumber("steps", run.Result.Steps);
            writer.WriteNumber("draws", run.HeldOutDraws);
            if (run.Setup.Source.Image is not null)
                writer.WriteString("binarize", run.Setup.Configuration.Binarize);
            writer.WriteStartObject("test");
            EvaluationJson.Write(writer, heldOut);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private string Pad(string name) =>
        name.PadRight(heldOut.Objective.Terms.Select(term => term.Name.Length).Append(20).Max());

    private static string RoleName(TermRole role) => TermRoles.NameOf(role);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
}
