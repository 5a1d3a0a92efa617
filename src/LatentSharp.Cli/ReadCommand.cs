using System.CommandLine;
using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Cli;

/// <summary>latent read: from a run, or arrays another framework exported, to answers.</summary>
internal static class ReadCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source")
        {
            Description = "A run directory, a .npz or .safetensors file, or a folder of .npy files.",
        };
        var against = new Option<string>("--against")
        {
            Description = "An earlier run or file: prints what differs, and the findings that it does not have.",
            HelpName = "OTHER",
        };
        Option<string> format = CommonOptions.OneOf(
            "--format",
            "What is written: text for a terminal, json, html (one page), or sarif (findings, for CI).",
            ["text", "json", "html", "sarif"]);
        format.DefaultValueFactory = _ => "text";
        var output = new Option<string>("--out")
        {
            Description = "The file to write to; default: standard output.",
            HelpName = "FILE",
        };
        var weight = new Option<string>("--posterior-variance-weight")
        {
            Description =
                "The weight that V_post had in training, for arrays that do not say; 0 where it was only logged.",
            HelpName = "W",
        };
        var klWeight = new Option<string>("--prior-kl-weight")
        {
            Description = "The final weight of K_prior, for arrays that do not say, beside a reconstruction summed "
                + "over the target; default 1.",
            HelpName = "B",
        };
        Option<string> prior = CommonOptions.OneOf(
            "--prior",
            "The prior of arrays that hold none: standard is N(0, I), of a categorical latent the uniform.",
            ["standard"]);
        var log = new Option<string>("--log")
        {
            Description = "A training log (metrics.jsonl) that stands beside arrays: whether training diverged, and "
                + "the weights that nothing else says.",
            HelpName = "FILE",
        };
        var map = new Option<string[]>("--map")
        {
            Description =
                "For an array that goes by another name, as role=array, such as posterior_mean=mu; may be repeated.",
            HelpName = "role=array",
        };
        Option<string> failOn = CommonOptions.OneOf(
            "--fail-on",
            "Exit with 3 when the output has a finding of this level or above, which it names on standard error.",
            ["note", "warning", "error"]);
        var ignore = new Option<string>("--ignore")
        {
            Description = "Findings that --fail-on passes over, as LS1004,LS2003.",
            HelpName = "IDS",
        };
        var thresholds = new Option<string>("--thresholds")
        {
            Description = "A JSON file of the lines that findings draw, as { \"large_variance\": 4 }; what it does not "
                + "name keeps its default.",
            HelpName = "FILE",
        };
        var asserted = new Option<string[]>("--assert")
        {
            Description =
                "Exit with 3 unless a quantity keeps a line, such as 'noise_share < 0.6'; may be repeated.",
            HelpName = "EXPR",
        };
        Option<int> samples = CommonOptions.WholeNumber(
            "--samples",
            "Draws of z per example when a run is read, by default 25 to 100, fewer for more examples; a file " +
                "has its own.",
            "S",
            1,
            100_000);
        Option<int> threads = CommonOptions.Threads();
        var command = new Command(
            "read",
            "Reads a latent over held-out examples: measures it, answers three questions about it, and lists findings.")
        {
            source, against, format, output, prior, log, weight, klWeight, map, failOn, ignore, thresholds,
            asserted, samples, threads,
        };
        command.SetAction(parsed =>
        {
            using var device = Device.Cpu(parsed.GetValue(threads));
            using var signals = new Signals();
            var options = new SourceOptions
            {
                Arrays = EvidenceOptions.None with
                {
                    Map = ReadArguments.ParseMap(parsed.GetValue(map) ?? []),
                    StandardPrior = parsed.GetValue(prior) is not null,
                    PosteriorVarianceWeight = ReadArguments.ParseWeight(weight.Name, parsed.GetValue(weight)),
                    PriorKlWeight = ReadArguments.ParseWeight(klWeight.Name, parsed.GetValue(klWeight)),
                },
                Log = parsed.GetValue(log),
                Samples = parsed.GetValue(samples) is > 0 and int given ? given : null,
            };
            var gate = new Gate
            {
                FailOn = LevelOf(parsed.GetValue(failOn)),
                Ignored = ReadArguments.ParseIds(parsed.GetValue(ignore)),
                Assertions = [.. (parsed.GetValue(asserted) ?? []).Select(QuantityAssertion.Parse)],
            };
            return signals.Guard(
                () =>
                {
                    string path = parsed.GetRequiredValue(source);
                    if (parsed.GetValue(thresholds) is { } lines)
                        options = options with { Thresholds = ThresholdFile.Read(lines) };
                    var rendering = new ReportFormat(
                        parsed.GetValue(format)!,
                        toFile: parsed.GetValue(output) is not null);
                    ReportInput report = ReportSource.Read(path, device, options, signals.Token);
                    ReadingComparison? comparison = parsed.GetValue(against) is { } other
                        ? ReadingComparison.Of(
                            ReportSource.Read(other, device, options, signals.Token).Diagnosis,
                            report.Diagnosis,
                            options.Thresholds)
                        : null;
                    string text = comparison is null
                        ? rendering.Render(report, path)
                        : rendering.Render(comparison, report.Diagnosis, path);
                    IReadOnlyList<string> failures = gate.Failures(report.Diagnosis, comparison);
                    if (parsed.GetValue(output) is { } file)
                        ReportFile.Write(file, text);
                    else
                        Console.Out.Write(text);
                    foreach (string failure in failures)
                        Console.Error.WriteLine($"not passed: {failure}");
                    return failures.Count > 0 ? ExitCode.FindingsAboveLimit : ExitCode.Done;
                },
                "nothing was written");
        });
        return command;
    }

    private static FindingLevel? LevelOf(string? name) => name switch
    {
        "error" => FindingLevel.Error,
        "warning" => FindingLevel.Warning,
        "note" => FindingLevel.Note,
        _ => null,
    };
}
