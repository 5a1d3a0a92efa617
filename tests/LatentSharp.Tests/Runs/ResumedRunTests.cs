using System.Text.Json;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Runs.Configuration;
using LatentSharp.Tests.Training;
using LatentSharp.Training;
using Microsoft.Extensions.Logging;

namespace LatentSharp.Tests.Runs;

public sealed class ResumedRunTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");
    private readonly Device device = Device.Cpu(1);
    private readonly LogLines log = new();

    private string RunPath => Path.Combine(folder.FullName, "run");

    private string Table => Path.Combine(folder.FullName, "table.csv");

    public void Dispose()
    {
        device.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void The_last_two_checkpoints_and_every_nth_are_kept()
    {
        Train(Configuration with { CheckpointKeepEvery = 2 });
        Assert.Equal([4, 8, 12, 14, 15], Steps());
        Train(Configuration with { CheckpointKeepEvery = null }, path: "other");
        Assert.Equal([14, 15], Steps("other"));
    }

    [Theory]
    [InlineData(4, 13, new[] { 12, 13 }, new[] { 12, 15 })]
    [InlineData(4, 10, new[] { 8, 10 }, new[] { 12, 15 })]
    [InlineData(1000, 13, new[] { 13 }, new[] { 15 })]
    public void The_checkpoint_of_a_stop_goes_when_a_newer_one_is_there(int every, int stop, int[] then, int[] last)
    {
        RunConfiguration configuration = Configuration with
        {
            Training = Configuration.Training with { CheckpointEverySteps = every },
        };
        Train(configuration, path: "whole");
        Train(configuration, cancelAfter: stop);
        Assert.Equal(then, Steps());
        Train(configuration, resume: true);
        Assert.Equal(last, Steps());
        Assert.Equal(Steps("whole"), Steps());
    }

    [Theory]
    [InlineData("step-0000000015.json", "{")]
    [InlineData("step-0000000015.json", "{\"schema\": \"latentsharp/checkpoint/1\"}")]
    [InlineData("step-0000000015.json", null)]
    [InlineData("step-0000000015.safetensors", "shorter")]
    [InlineData("step-0000000015.safetensors", null)]
    public void A_damaged_checkpoint_is_reported_and_the_one_before_it_taken(string file, string? content)
    {
        Train(Configuration);
        byte[] metrics = Bytes("metrics.jsonl"),
            model = Bytes("model.safetensors"),
            last = Bytes("checkpoints/step-0000000015.safetensors");
        string path = Path.Combine(RunPath, "checkpoints", file);
        if (content is null)
            Flip(path);
        else
            File.WriteAllText(path, content);
        Assert.Equal(15, Train(Configuration, resume: true).Result.Steps);
        string warning = Assert.Single(log.Warnings);
        Assert.StartsWith(Path.Combine(RunPath, "checkpoints", "step-0000000015"), warning, StringComparison.Ordinal);
        Assert.EndsWith("; the checkpoint before it is taken", warning, StringComparison.Ordinal);
        Assert.Equal(metrics, Bytes("metrics.jsonl"));
        Assert.Equal(model, Bytes("model.safetensors"));
        Assert.Equal(last, Bytes("checkpoints/step-0000000015.safetensors"));
    }

    [Theory]
    [InlineData("label")]
    [InlineData("none")]
    public void A_run_that_draws_its_images_anew_goes_on_to_the_same_bytes(string condition)
    {
        RunConfiguration drawn = Presets.Find("digits")! with
        {
            Condition = [condition],
            Binarize = "dynamic",
            PriorKlWarmupSteps = 0,
            Training = new TrainingOptions { Epochs = 2, BatchSize = 300, CheckpointEverySteps = 3 },
        };
        Train(drawn, path: "whole");
        Train(drawn, cancelAfter: 7);
        Train(drawn, resume: true);
        foreach (string file in (string[])["metrics.jsonl", "model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.FullName, "whole", file)), Bytes(file));
    }

    [Theory]
    [InlineData("exact", "model=hybrid")]
    [InlineData("exact_likelihood", "prior=marginal")]
    [InlineData("exact_likelihood", "model=gsnn")]
    [InlineData("hard_em", "router_from_step=8")]
    [InlineData("stochastic_em", "prior=uniform")]
    [InlineData("score_function", "posterior_samples=3")]
    [InlineData("straight_through", "prior=marginal")]
    [InlineData("gumbel_softmax", "model=gsnn")]
    [InlineData("straight_through_gumbel", "categorical_temperature=2")]
    public void A_categorical_latent_goes_on_to_the_same_bytes_whatever_trains_it(string estimator, string setting)
    {
        RunConfiguration categorical = Presets.Find("digits-categorical")!.With(
            [
                "epochs=2", "batch_size=300", "checkpoint_every_steps=3", "hidden=16",
                $"categorical_estimator={estimator}", setting,
            ]);
        Train(categorical, path: "whole");
        Train(categorical, cancelAfter: 7);
        Train(categorical, resume: true);
        foreach (string file in (string[])["metrics.jsonl", "model.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.FullName, "whole", file)), Bytes(file));
    }

    [Fact]
    public void A_log_that_lost_lines_is_gone_back_behind()
    {
        Train(Configuration);
        byte[] metrics = Bytes("metrics.jsonl");
        using (FileStream stream = File.OpenWrite(Path.Combine(RunPath, "metrics.jsonl")))
            stream.SetLength(stream.Length - 3);
        Train(Configuration, resume: true);
        Assert.Contains("lines of it are lost", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(metrics, Bytes("metrics.jsonl"));
    }

    [Fact]
    public void Where_no_checkpoint_is_whole_nothing_is_begun_anew_in_silence()
    {
        Train(Configuration);
        foreach (string file in Directory.GetFiles(Path.Combine(RunPath, "checkpoints"), "step-*.json"))
            File.WriteAllText(file, "");
        byte[] metrics = Bytes("metrics.jsonl");
        var failure = Assert.Throws<DataException>(() => Train(Configuration, resume: true));
        Assert.Matches(
            @"checkpoints: no checkpoint is whole: .*step-0000000015\.json: .*; remove the run directory to train "
                + "anew$",
            failure.Message);
        Assert.Equal(metrics, Bytes("metrics.jsonl"));
    }

    [Fact]
    public void Half_written_files_of_a_run_that_was_cut_off_are_removed()
    {
        Train(Configuration);
        string[] whole = Files();
        foreach (
            string leftover in (string[])
                [
                    "run.json.x1.tmp",
                    "checkpoints/step-0000000020.safetensors.x2.tmp",
                    "checkpoints/step-0000000020.safetensors",
                    "checkpoints/best.safetensors.x3.tmp",
                ])
            File.WriteAllText(Path.Combine(RunPath, leftover), "half");
        Train(Configuration, resume: true);
        Assert.Equal(whole, Files());
    }

    [Fact]
    public void A_changed_configuration_or_other_data_are_refused_by_name_unless_allowed()
    {
        Train(Configuration);
        RunConfiguration changed = Configuration with
        {
            Training = Configuration.Training with { LearningRate = 0.01, Epochs = 6 },
        };
        var failure = Assert.Throws<OptionException>(() => Train(changed, resume: true));
        Assert.Equal(
            $"{RunPath}: the run began with epochs 5, learning_rate 0.05, and is resumed with epochs 6, " +
                "learning_rate 0.01; leave it as it was, or allow the changes",
            failure.Message);
        Assert.Equal(18, Train(changed, resume: true, allow: true).Result.Steps);
        Assert.Equal([(15, "epochs", "5", "6"), (15, "learning_rate", "0.05", "0.01")], Changes());

        WriteTable(rows: 61);
        failure = Assert.Throws<OptionException>(() => Train(changed, resume: true));
        Assert.Contains("the run began with data ", failure.Message, StringComparison.Ordinal);
        RunConfiguration moreStill = changed with { Training = changed.Training with { Epochs = 7 } };
        Train(moreStill, resume: true, allow: true);
        Assert.Equal((4, "data"), (Changes().Length, Changes()[^1].Key));
    }

    [Theory]
    [InlineData("prior_kl_weight=50", true)]
    [InlineData("posterior_variance_weight=50", true)]
    [InlineData("learning_rate=1e-30", false)]
    public void The_best_epoch_is_forgotten_where_it_was_best_by_another_objective(string setting, bool forgotten)
    {
        Train(Configuration);
        RunConfiguration changed = (Configuration with { Training = Configuration.Training with { Epochs = 7 } }).With([
            setting,
        ]);
        Assert.Equal(forgotten, Train(changed, resume: true, allow: true).Result.Best!.Epoch >= 5);
    }

    [Fact]
    public void Another_batch_size_goes_on_in_the_epoch_at_hand()
    {
        Train(
            Configuration with
            {
                Training = Configuration.Training with { Epochs = 1, CheckpointEverySteps = 2 },
            },
            cancelAfter: 2);
        TrainingRun run = Train(
            Configuration with
            {
                Training = Configuration.Training with { Epochs = 1, BatchSize = 10, CheckpointEverySteps = 2 },
            },
            resume: true,
            allow: true);
        // 2 batches of 16, then those after the second of 5 of 10.
        Assert.Equal(5, run.Result.Steps);
    }

    [Fact]
    public void A_model_of_another_shape_does_not_take_the_weights()
    {
        Train(Configuration);
        RunConfiguration wider = Configuration with { Model = Configuration.Model with { Hidden = [17] } };
        var failure = Assert.Throws<OptionException>(() => Train(wider, resume: true, allow: true));
        Assert.Contains(
            "step-0000000015.safetensors: inference.0.weight has shape [16, 3], and the configuration makes it " +
                "[17, 3]; a resumed run keeps the shape of its model",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_do_not_train_in_one_directory()
    {
        RunSetup setup = Setup(Configuration);
        using var directory = RunDirectory.Create(RunPath, setup, new Cvae(setup.Configuration.Model, seed: 0));
        var failure = Assert.Throws<DataException>(() => Train(Configuration, resume: true));
        Assert.Equal(
            $"{RunPath}: another process is training in this directory; wait for it, or stop it first",
            failure.Message);
    }

    [Fact]
    public void A_rollback_stands_in_the_log_in_the_record_and_in_the_checkpoint()
    {
        RunConfiguration configuration = Configuration with
        {
            Training = Configuration.Training with { OnNonFinite = NonFinitePolicy.Rollback },
        };
        int[] logged = [];
        TrainingRun run = Train(configuration, follower: start => new RecordingProgress
        {
            AtStep = step =>
            {
                if (step.Step == 6 && step.LearningRate == 0.05)
                    SmallTask.Find(start.Model, "router.0.bias").Value.Span[0] = float.NaN;
            },
        });
        Assert.Equal(15, run.Result.Steps);
        Assert.Equal(
            "step 7: prior_kl is NaN, first in router.0.bias; back to step 6, with the learning rate times 0.5",
            Assert.Single(log.Warnings));
        JsonElement[] lines =
        [
            .. File.ReadLines(Path.Combine(RunPath, "metrics.jsonl"))
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
        ];
        JsonElement rollback = Assert.Single(lines, line => line.GetProperty("kind").GetString() == "rollback");
        Assert.Equal(
            (7, 6, 0.5),
            (
                rollback.GetProperty("step").GetInt32(),
                rollback.GetProperty("to_step").GetInt32(),
                rollback.GetProperty("learning_rate_scale").GetDouble()));
        logged =
        [
            .. lines
                .Where(line => line.GetProperty("kind").GetString() == "step")
                .Select(line => line.GetProperty("step").GetInt32()),
        ];
        Assert.Equal(Enumerable.Range(0, 15), logged);
        foreach (string file in (string[])["run.json", "checkpoints/step-0000000015.json"])
            Assert.Equal(1, JsonDocument.Parse(Bytes(file)).RootElement.GetProperty("rollbacks").GetArrayLength());

        byte[] before = Bytes("run.json");
        Train(configuration, resume: true);
        Assert.Equal(before, Bytes("run.json"));
    }

    // 60 rows: 42 to train on, three steps of 16 to an epoch.
    private RunConfiguration Configuration => SineTable.Task(Table) with
    {
        LogEverySteps = 1,
        Training = new TrainingOptions { Epochs = 5, BatchSize = 16, LearningRate = 0.05, CheckpointEverySteps = 2 },
    };

    private TrainingRun Train(
        RunConfiguration configuration,
        bool resume = false,
        bool allow = false,
        string path = "run",
        int? cancelAfter = null,
        Func<TrainingStart, IProgress<ITrainingRecord>>? follower = null)
    {
        using var source = new CancellationTokenSource();
        var stopping = new RecordingProgress
        {
            AtStep = step =>
            {
                if (step.Step + 1 == cancelAfter)
                    source.Cancel();
            },
        };
        var options = new RunOptions(Path.Combine(folder.FullName, path))
        {
            Resume = resume,
            AllowChanges = allow,
            Logger = log,
            Followers = follower is null ? [_ => stopping] : [follower],
        };
        return TrainingRun.Execute(Setup(configuration), options, device, source.Token);
    }

    private RunSetup Setup(RunConfiguration configuration)
    {
        if (!File.Exists(configuration.Data))
            WriteTable(rows: 60);
        return RunSetup.Load(configuration);
    }

    private void WriteTable(int rows) => SineTable.Write(Table, rows);

    private byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(RunPath, name));

    private string[] Files() =>
        [.. Directory.EnumerateFiles(RunPath, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private int[] Steps(string path = "run") =>
        [
            .. Directory
                .GetFiles(Path.Combine(folder.FullName, path, "checkpoints"), "step-*.json")
                .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)[5..]))
                .Order(),
        ];

    private (int Step, string Key, string From, string To)[] Changes() =>
        [
            .. JsonDocument
                .Parse(Bytes("run.json"))
                .RootElement.GetProperty("changes")
                .EnumerateArray()
                .Select(change =>
                    (
                        change.GetProperty("step").GetInt32(),
                        change.GetProperty("key").GetString()!,
                        change.GetProperty("from").GetString()!,
                        change.GetProperty("to").GetString()!)),
        ];

    // A bit in the middle of a file, as a disk may lose it.
    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0x20;
        File.WriteAllBytes(path, bytes);
    }

    private sealed class LogLines : ILogger<TrainingRun>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning && eventId.Id != 6)
                Warnings.Add(formatter(state, exception));
        }
    }
}
