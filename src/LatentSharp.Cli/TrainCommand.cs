using System.CommandLine;
using LatentSharp.Cli.Completion;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Text;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Cli;

/// <summary>latent train: from a preset, a configuration or a data file to a run directory.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var source = new Argument<string?>("source")
        {
            Description =
                "A preset (see latent data list), a configuration (.json), or a data file (CSV, or IDX images plain " +
                    "or in gzip, recognised by its content). With --resume it may be left out.",
            Arity = ArgumentArity.ZeroOrOne,
        }.WithPresets();
        var set = new Option<string[]>("--set")
        {
            Description = "Sets a configuration key, as key=value; may be repeated.",
            HelpName = "key=value",
        }.WithKeys();
        var condition = new Option<string>("--condition")
        {
            Description = "The condition: columns of a CSV file, or an image part.",
            HelpName = "NAME,...",
        };
        var target = new Option<string>("--target")
        {
            Description = "The target columns of a CSV file.",
            HelpName = "NAME,...",
        };
        var label = new Option<string>("--label")
        {
            Description = "The label column of a CSV file, never shown to the model.",
            HelpName = "NAME",
        };
        var output = new Option<string>("--out")
        {
            Description =
                "The run directory, or with --vary that of the sweep; default: runs/NAME or runs/NAME-sweep, " +
                    "with a number where that is taken.",
            HelpName = "DIR",
        };
        var seed = new Option<string>("--seed")
        {
            Description = "The seed of weights, order and noise; default 0.",
            HelpName = "N",
        };
        var epochs = new Option<string>("--epochs")
        {
            Description = "Passes over the training examples.",
            HelpName = "N",
        };
        var vary = new Option<string>("--vary")
        {
            Description =
                "Trains and reads a run for each of these weights of V_post, and says what the penalty bought.",
            HelpName = "posterior_variance_weight=W1,W2,...",
        };
        vary.CompletionSources.Add("posterior_variance_weight=");
        var resume = new Option<bool>("--resume")
        {
            Description = "Goes on with the run of --out from its last checkpoint; where there is none yet, begins it.",
        };
        var allowChanges = new Option<bool>("--allow-changes")
        {
            Description = "With --resume: takes configuration and data as they now are, and records what differs.",
        };
        Option<string> onNonFinite = CommonOptions.OneOf(
            "--on-non-finite",
            "When a number is not finite: stop, the default, or rollback to the last checkpoint with half the " +
                "learning rate.",
            ["stop", "rollback"]);
        var tensorBoard = new Option<bool>("--tensorboard")
        {
            Description = "Writes a log for TensorBoard into the run directory.",
        };
        Option<int> threads = CommonOptions.Threads();
        Option<string> format = CommonOptions.Format();
        var command = new Command("train", "Trains a model, reads its latent, and leaves a run directory.")
        {
            source,
            set,
            condition,
            target,
            label,
            output,
            seed,
            epochs,
            vary,
            resume,
            allowChanges,
            onNonFinite,
            tensorBoard,
            threads,
            format,
        };
        command.SetAction(parsed =>
        {
            var shortcuts = new (string Key, string? Value)[]
            {
                ("condition", parsed.GetValue(condition)),
                ("target", parsed.GetValue(target)),
                ("label", parsed.GetValue(label)),
                ("seed", parsed.GetValue(seed)),
                ("epochs", parsed.GetValue(epochs)),
                ("on_non_finite", parsed.GetValue(onNonFinite)),
                ("tensorboard", parsed.GetValue(tensorBoard) ? "yes" : null),
            };
            string? given = parsed.GetValue(source), path = parsed.GetValue(output);
            bool resumed = parsed.GetValue(resume);
            if (resumed && path is null)
                throw new OptionException(
                    "--resume is given without --out; name the run directory to go on with, such as --resume " +
                        "--out runs/digits");
            if (parsed.GetValue(allowChanges) && !resumed)
                throw new OptionException("--allow-changes is given without --resume; a new run has nothing to change");
            RunConfiguration configuration = Configure(
                Begin(given, resumed ? path : null),
                parsed.GetValue(set) ?? [],
                shortcuts);
            bool json = parsed.GetValue(format) == "json";
            string name = Path.GetFileNameWithoutExtension(given ?? "");
            var options = new RunOptions(
                path ?? RunDirectory.NextFree("runs", parsed.GetValue(vary) is null ? name : $"{name}-sweep"))
            {
                Resume = resumed,
                AllowChanges = parsed.GetValue(allowChanges),
            };
            return parsed.GetValue(vary) is { } weights
                ? TrainSweep.Run(TrainSweep.Parse(weights, configuration), options, parsed.GetValue(threads), json)
                : Train(configuration, options, parsed.GetValue(threads), json);
        });
        return command;
    }

    // What the keys of the command line are set on: the source, or the run that goes on.
    private static RunConfiguration Begin(string? source, string? resumed)
    {
        string presets = string.Join(", ", Presets.All.Select(preset => preset.Name));
        if (source is null)
        {
            return resumed is not null
                ? RunDirectory.ConfigurationOf(resumed)
                : throw new OptionException(
                    $"a source is missing; give a preset ({presets}), a configuration (.json) or a data file, or " +
                        "go on with a run: --resume --out DIR (see latent train --help)");
        }

        return Presets.Find(source)
            ?? (
                source.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ConfigurationFile.Read(source)
                : Path.Exists(source) ? new RunConfiguration { Data = Path.GetFullPath(source) }
                : throw new DataException(
                    $"{source}: neither a preset ({presets}) nor a file; give a preset, a configuration (.json) " +
                        "or a data file"));
    }

    private static RunConfiguration Configure(
        RunConfiguration configuration,
        string[] settings,
        (string Key, string? Value)[] shortcuts)
    {
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

    private static int Train(RunConfiguration configuration, RunOptions options, int threads, bool json)
    {
        using var signals = new Signals();
        RunSetup setup = RunSetup.Load(configuration);
        using var device = Device.Cpu(threads);
        using var progress = new TrainingProgress();
        using var tensorBoard = new TensorBoardFollower(options.Path, device);
        TrainingRun run = TrainingRun.Execute(
            setup,
            options with
            {
                Followers = [progress.Start, tensorBoard.Start],
                Logger = new ErrorLines<TrainingRun>(progress.Interrupt),
            },
            device,
            signals.Token);
        progress.Dispose();
        tensorBoard.Finish(run);
        if (run.HeldOut is null)
        {
            Console.Error.WriteLine(
                $"latent: stopped after step {run.Result.Steps}, which is saved in {run.Path}; latent train " +
                    $"--resume --out {run.Path} goes on");
            return signals.ExitCode;
        }

        return signals.Guard(() =>
        {
            string ending = RunReport.Obstacle(setup) is { } obstacle
                ? $"not read: {obstacle}\n"
                : Answers(RunReport.Write(run, device, signals.Token));
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
