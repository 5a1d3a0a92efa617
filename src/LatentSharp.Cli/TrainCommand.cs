using System.CommandLine;
using LatentSharp.Data;
using LatentSharp.Reports;
using LatentSharp.Tensors.Threads;
using LatentSharp.Training.Configuration;
using LatentSharp.Training.Runs;

namespace LatentSharp.Cli;

/// <summary>latent train: from a preset, a configuration or a data file to a run directory.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "A preset (digits), a configuration (.json), or a data file (.csv; any other name: IDX images, plain or gzip)." };
        var set = new Option<string[]>("--set") { Description = "Sets a configuration key, as key=value; may be repeated.", HelpName = "key=value" };
        var condition = new Option<string>("--condition") { Description = "The condition: columns of a CSV file, or an image part.", HelpName = "NAME,..." };
        var target = new Option<string>("--target") { Description = "The target columns of a CSV file.", HelpName = "NAME,..." };
        var label = new Option<string>("--label") { Description = "The label column of a CSV file, never shown to the model.", HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "The run directory, or with --vary that of the sweep; default: runs/NAME or runs/NAME-sweep, with a number where that is taken.", HelpName = "DIR" };
        var seed = new Option<string>("--seed") { Description = "The seed of weights, order and noise; default 0.", HelpName = "N" };
        var epochs = new Option<string>("--epochs") { Description = "Passes over the training examples.", HelpName = "N" };
        var vary = new Option<string>("--vary") { Description = "Trains and reads a run for each of these weights of V_post, and says what the penalty bought.", HelpName = "posterior_variance_weight=W1,W2,..." };
        Option<int> threads = CommonOptions.Threads();
        Option<string> format = CommonOptions.Format();
        var command = new Command("train", "Trains a model, reads its latent, and leaves a run directory.")
        {
            source, set, condition, target, label, output, seed, epochs, vary, threads, format,
        };
        command.SetAction(parsed =>
        {
            var shortcuts = new (string Key, string? Value)[]
            {
                ("condition", parsed.GetValue(condition)), ("target", parsed.GetValue(target)), ("label", parsed.GetValue(label)),
                ("seed", parsed.GetValue(seed)), ("epochs", parsed.GetValue(epochs)),
            };
            string given = parsed.GetRequiredValue(source);
            RunConfiguration configuration = Configure(given, parsed.GetValue(set) ?? [], shortcuts);
            bool json = parsed.GetValue(format) == "json";
            string name = Path.GetFileNameWithoutExtension(given);
            if (parsed.GetValue(vary) is { } weights)
                return Sweep.Run(Sweep.Parse(weights, configuration), parsed.GetValue(output) ?? RunDirectory.NextFree("runs", $"{name}-sweep"), parsed.GetValue(threads), json);
            return Train(configuration, parsed.GetValue(output) ?? RunDirectory.NextFree("runs", name), parsed.GetValue(threads), json);
        });
        return command;
    }

    private static RunConfiguration Configure(string source, string[] settings, (string Key, string? Value)[] shortcuts)
    {
        RunConfiguration configuration = Presets.Find(source)
            ?? (source.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ConfigurationFile.Read(source)
            : File.Exists(source) ? new RunConfiguration { Data = Path.GetFullPath(source) }
            : throw new DataException($"{source}: neither a preset ({string.Join(", ", Presets.All.Select(preset => preset.Name))}) nor a file; give a preset, a configuration (.json) or a data file"));
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new OptionException($"--set {setting}: give key=value, such as posterior_variance_weight=0.1");
            configuration = ConfigurationFile.Set(configuration, setting[..equals], setting[(equals + 1)..]);
        }

        foreach ((string key, string? value) in shortcuts)
        {
            if (value is not null)
                configuration = ConfigurationFile.Set(configuration, key, value);
        }

        return configuration;
    }

    private static int Train(RunConfiguration configuration, string path, int threads, bool json)
    {
        RunSetup setup = RunSetup.Load(configuration);
        using var pool = new WorkerPool(threads);
        using var signals = new Signals();
        using var progress = new TrainingProgress();
        TrainingRun run = TrainingRun.Execute(setup, path, progress.Start, pool, signals.Token);
        progress.Dispose();
        if (run.HeldOut is null)
        {
            Console.Error.WriteLine($"latent: stopped after step {run.Result.Steps}; the weights are in {run.Path}");
            return signals.ExitCode;
        }

        return signals.Guard(() =>
        {
            string ending = RunReading.Obstacle(setup) is { } obstacle
                ? $"not read: {obstacle}\n"
                : Answers(RunReading.Write(run, pool, signals.Token));
            var summary = new TrainingSummary(run);
            Console.Out.Write(json ? summary.ToJson() : $"{summary.ToText()}\n{ending}");
            return ExitCode.Done;
        }, $"the run is whole; latent read {run.Path} reads it");
    }

    private static string Answers(ReportInput report)
    {
        var terminal = new ReportFormat("text", toFile: false);
        return ReadingText.RenderAnswers(report.Diagnosis, terminal.Width, terminal.Colour);
    }
}
