using System.CommandLine;
using System.Globalization;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>latent evaluate: from a run to the likelihoods of a published table.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "A run directory." };
        var samples = new Option<string>("--samples")
        {
            Description = "S, the draws of z to a bound, in ascending order; default 1,10,100.",
            HelpName = "S1,S2,...",
        };
        Option<string> split = CommonOptions.OneOf(
            "--split",
            "The examples: test, the default, or validation.",
            ["test", "validation"]);
        split.DefaultValueFactory = _ => "test";
        Option<int> examples = CommonOptions.WholeNumber(
            "--examples",
            "How many examples of the split, from its first on; default: all.",
            "N",
            1,
            int.MaxValue);
        var seed = new Option<string>("--seed")
        {
            Description = "The seed of the draws; default: the run's.",
            HelpName = "N",
        };
        var perExample = new Option<string>("--per-example")
        {
            Description = "A .csv file for every example's values.",
            HelpName = "FILE",
        };
        Option<string> format = CommonOptions.Format();
        Option<int> threads = CommonOptions.Threads();
        var command = new Command(
            "evaluate",
            "Estimates the conditional likelihood of held-out examples, by every estimator under its own name.")
        {
            run, samples, split, examples, seed, perExample, format, threads,
        };
        command.SetAction(parsed =>
        {
            LikelihoodOptions options = ParseSamples(parsed.GetValue(samples)) is { } list
                ? new LikelihoodOptions { Samples = list }
                : new LikelihoodOptions();
            ulong? given = ArgumentText.ParseSeed(parsed.GetValue(seed));
            string? table = parsed.GetValue(perExample);
            RequireWritable(table);
            SavedRun saved = Open(parsed.GetRequiredValue(run));
            string name = parsed.GetValue(split)!;
            Dataset data = Take(
                name == "test" ? saved.Setup.Data.Test : saved.Setup.Data.Validation,
                parsed.GetValue(examples),
                name);
            options = options with { Seed = given ?? saved.Setup.Configuration.Training.Seed };
            using var device = Device.Cpu(parsed.GetValue(threads));
            using var signals = new Signals();
            using var progress = new EvaluationProgress();
            return signals.Guard(
                () =>
                {
                    LikelihoodReport report = LikelihoodReport.Of(
                        saved,
                        name,
                        LikelihoodEvaluator.Evaluate(saved.Model, data, options, device, progress, signals.Token));
                    progress.Dispose();
                    if (table is not null)
                        LikelihoodCsv.Write(table, report.Evaluation);
                    var terminal = new ReportFormat("text", toFile: false);
                    Console.Out.Write(
                        parsed.GetValue(format) == "json"
                            ? LikelihoodJson.Render(report)
                            : LikelihoodText.Render(report, terminal.Width, terminal.Colour));
                    return ExitCode.Done;
                },
                "nothing was written");
        });
        return command;
    }

    private static SavedRun Open(string path) =>
        SavedRun.IsRun(path) ? SavedRun.Open(path)
        : throw new DataException(Path.Exists(path)
            ? $"{path}: not a run (there is no run.json); give a run directory, as latent train leaves it"
            : $"{path}: there is no such run; check the path");

    private static int[]? ParseSamples(string? text)
    {
        if (text is null)
            return null;
        string[] parts = text.Split(',');
        var samples = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (
                !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out samples[i])
                || samples[i] is < 1 or > LikelihoodOptions.MostSamples)
                throw new OptionException(
                    $"--samples {text}: '{parts[i]}' is not a whole number from 1 to " +
                        $"{LikelihoodOptions.MostSamples}; give such numbers in ascending order, such as 1,10,100");
            if (i > 0 && samples[i] <= samples[i - 1])
                throw new OptionException(
                    $"--samples {text}: {samples[i]} follows {samples[i - 1]}; give each number once and in " +
                        "ascending order, such as 1,10,100");
        }

        return samples;
    }

    // Before the evaluation, which may take hours.
    private static void RequireWritable(string? table)
    {
        if (table is null)
            return;
        if (!table.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new OptionException($"--per-example is {table}; give a file name that ends in .csv");
        if (Path.GetDirectoryName(Path.GetFullPath(table)) is { } folder && !Directory.Exists(folder))
            throw new OptionException(
                $"--per-example is {table}; there is no folder {folder}: make it first, or give another file");
    }

    private static Dataset Take(Dataset data, int examples, string split) =>
        examples == 0 ? data
        : examples <= data.Count ? data.Subset([.. Enumerable.Range(0, examples)])
        : throw new OptionException(
            $"--examples is {examples}; give a whole number from 1 to {data.Count}, which is all of the {split} split");
}
