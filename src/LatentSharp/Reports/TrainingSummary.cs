using System.Globalization;
using System.Text;
using System.Text.Json;
using LatentSharp.Objectives;
using LatentSharp.Training;
using LatentSharp.Training.Runs;

namespace LatentSharp.Reports;

/// <summary>What a training came to: the held-out terms, and what the posterior variance is next to the prior's.</summary>
/// <param name="setup">The run.</param>
/// <param name="result">How training ended.</param>
/// <param name="heldOut">The best weights on the test examples.</param>
/// <param name="draws">Draws of z per test example.</param>
/// <param name="directory">The run directory.</param>
public sealed class TrainingSummary(RunSetup setup, TrainingResult result, Evaluation heldOut, int draws, string directory)
{
    /// <summary>The summary as a table for a terminal.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line(text, $"{setup.Source.Name}: {setup.Data.Train.Count} training, {setup.Data.Validation.Count} validation, {setup.Data.Test.Count} test examples");
        Line(text, $"{result.Steps} steps, best epoch {result.Best?.Epoch + 1}{(result.Outcome == TrainingOutcome.StoppedEarly ? ", stopped early" : "")}");
        Line(text, $"");
        Line(text, $"held out ({heldOut.Examples} examples, {draws} draws of z each)");
        Line(text, $"  {"term",-20}{"raw",12}{"weight",10}{"contribution",14}  role");
        foreach (TermValue term in heldOut.Objective.Terms)
            Line(text, $"  {term.Name,-20}{term.Raw,12:F4}{term.Weight,10:0.####}{term.Contribution,14:F4}  {RoleName(term.Role)}");
        Line(text, $"  {"objective",-20}{"",22}{heldOut.Objective.Total,14:F4}");
        Line(text, $"  {"negative ELBO",-20}{heldOut.NegativeEvidenceLowerBound,12:F4}  nats");
        Line(text, $"");
        TermValue variance = heldOut.Objective[PosteriorVariance.TermName];
        Line(text, $"posterior variance {variance.Raw:F4}: a standard deviation of {Math.Sqrt(variance.Raw):F3} latent units; the prior's variance is {heldOut.PriorVariance:F4}");
        if (variance.Role == TermRole.Active)
            Line(text, $"  active at weight {variance.Weight:0.####}: part of the gradient");
        else
            Line(text, $"  diagnostic only, weight 0: nothing penalises it");
        Line(text, $"");
        Line(text, $"run directory {directory}");
        return text.ToString();
    }

    /// <summary>The summary as one JSON object.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("run_directory", directory);
            writer.WriteString("outcome", result.Outcome == TrainingOutcome.StoppedEarly ? "stopped_early" : "completed");
            writer.WriteNumber("steps", result.Steps);
            writer.WriteNumber("draws", draws);
            writer.WriteStartObject("test");
            MetricsLog.WriteEvaluation(writer, heldOut);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static string RoleName(TermRole role) => MetricsLog.NameOf(role);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
}
