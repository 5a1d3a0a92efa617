using System.CommandLine;
using LatentSharp.Reading.Findings;
using LatentSharp.Reports;
using LatentSharp.Tensors.Threads;

namespace LatentSharp.Cli;

/// <summary>latent read: from a run, or arrays another framework exported, to answers.</summary>
internal static class ReadCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "A run directory, a .npz or .safetensors file, or a folder of .npy files." };
        var against = new Option<string>("--against") { Description = "A second run or file to compare with: the earlier one.", HelpName = "OTHER" };
        var format = new Option<string>("--format") { Description = "text, json, html or sarif.", DefaultValueFactory = _ => "text", HelpName = "text|json|html|sarif" };
        format.AcceptOnlyFromAmong("text", "json", "html", "sarif");
        var output = new Option<string>("--out") { Description = "The file to write; default: standard output.", HelpName = "FILE" };
        var weight = new Option<double?>("--posterior-variance-weight") { Description = "The weight that V_post had in training, for arrays that do not say.", HelpName = "W" };
        var map = new Option<string[]>("--map") { Description = "Where an array has another name, as role=array; may be repeated.", HelpName = "role=array" };
        var failOn = new Option<string>("--fail-on") { Description = "Exit with 3 when there is a finding of this level or above.", HelpName = "note|warning|error" };
        failOn.AcceptOnlyFromAmong("note", "warning", "error");
        var samples = new Option<int>("--samples") { Description = "Draws of z per example when reading a run.", DefaultValueFactory = _ => EvidenceSource.DefaultSamples, HelpName = "S" };
        Option<int> threads = CommonOptions.Threads();
        var command = new Command("read", "Reads a latent: measures it, answers what the numbers mean, and lists findings.")
        {
            source, against, format, output, weight, map, failOn, samples, threads,
        };
        command.SetAction(parsed =>
        {
            using var pool = new WorkerPool(parsed.GetValue(threads));
            using var signals = new Signals();
            var sources = new EvidenceSource(EvidenceSource.ParseMap(parsed.GetValue(map) ?? []), parsed.GetValue(weight), parsed.GetValue(samples), pool, signals.Token);
            string path = parsed.GetRequiredValue(source);
            var rendering = new ReportFormat(parsed.GetValue(format)!, toFile: parsed.GetValue(output) is not null);
            ReportInput report = sources.Read(path);
            IEnumerable<Finding> findings = report.Diagnosis.Findings;
            string text;
            if (parsed.GetValue(against) is { } other)
            {
                var comparison = ReadingComparison.Of(sources.Read(other).Diagnosis.Reading, report.Diagnosis.Reading);
                findings = findings.Concat(comparison.Findings);
                text = rendering.Render(comparison, report.Diagnosis, path);
            }
            else
            {
                text = rendering.Render(report, path);
            }

            if (parsed.GetValue(output) is { } file)
                ReportFile.Write(file, text);
            else
                Console.Out.Write(text);
            return parsed.GetValue(failOn) is { } level && findings.Any(finding => finding.Level >= LevelOf(level)) ? ExitCode.FindingsAboveLimit : ExitCode.Done;
        });
        return command;
    }

    private static FindingLevel LevelOf(string name) => name switch
    {
        "error" => FindingLevel.Error,
        "warning" => FindingLevel.Warning,
        _ => FindingLevel.Note,
    };
}
