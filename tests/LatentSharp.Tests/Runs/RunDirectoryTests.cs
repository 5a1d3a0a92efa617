using System.Text.Json;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");
    private readonly Device device = Device.Cpu(1);

    private string RunPath => Path.Combine(folder.FullName, "run");

    public void Dispose()
    {
        device.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Run_json_says_from_what_the_run_was_made_what_its_metrics_mean_and_how_it_ended()
    {
        (RunSetup setup, _, TrainingResult result, Evaluation heldOut) = Train();
        using JsonDocument document = Open("run.json");
        JsonElement run = document.RootElement;
        Assert.Equal(
            ("latentsharp/run/1", "completed"),
            (run.GetProperty("schema").GetString(), run.GetProperty("status").GetString()));
        Assert.False(run.TryGetProperty("reason", out _));

        RunConfiguration configuration = ConfigurationFile.Parse(run.GetProperty("config"), "run.json");
        foreach (ConfigurationKey key in ConfigurationKeys.All)
            Assert.Equal(key.Read(setup.Configuration), key.Read(configuration));

        JsonElement data = run.GetProperty("data");
        Assert.Equal(
            (setup.Source.Name, setup.Source.Fingerprint),
            (data.GetProperty("name").GetString(), data.GetProperty("fingerprint").GetString()));
        Assert.Equal(
            (42, 9, 9),
            (
                data.GetProperty("train").GetInt32(),
                data.GetProperty("validation").GetInt32(),
                data.GetProperty("test").GetInt32()));

        JsonElement ended = run.GetProperty("result");
        Assert.Equal(
            (result.Steps, result.Best!.Epoch),
            (ended.GetProperty("steps").GetInt64(), ended.GetProperty("best_epoch").GetInt32()));
        Assert.Equal(
            result.Best.Validation.Objective.Total,
            ended.GetProperty("validation").GetProperty("objective").GetDouble());
        Assert.Equal(
            heldOut.NegativeEvidenceLowerBound,
            ended.GetProperty("test").GetProperty("negative_evidence_lower_bound").GetDouble());

        string[] explained = [.. run.GetProperty("metrics").EnumerateObject().Select(metric => metric.Name)];
        Assert.All(setup.Configuration.Objective.Terms, term => Assert.Contains(term.Term.Info.Name, explained));
    }

    [Fact]
    public void Metrics_hold_every_logged_step_and_validation_with_each_term_and_its_role()
    {
        var observer = new RecordingProgress();
        Train(observer);
        JsonElement[] lines =
        [
            .. File.ReadLines(Path.Combine(RunPath, "metrics.jsonl"))
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
        ];
        JsonElement[] steps = [.. lines.Where(line => line.GetProperty("kind").GetString() == "step")];
        JsonElement[] validations = [.. lines.Where(line => line.GetProperty("kind").GetString() == "validation")];
        Assert.Equal([0L, 2L, 4L, 6L, 8L], steps.Select(line => line.GetProperty("step").GetInt64()));
        Assert.Equal([3L, 6L, 9L], validations.Select(line => line.GetProperty("step").GetInt64()));
        foreach (JsonElement line in steps)
        {
            StepRecord record = observer.Steps[line.GetProperty("step").GetInt32()];
            Assert.Equal(record.GradientNorm, line.GetProperty("gradient_norm").GetDouble());
            Assert.Equal(record.LearningRate, line.GetProperty("learning_rate").GetDouble());
            SameObjective(record.Objective, line);
        }

        for (int epoch = 0; epoch < 3; epoch++)
        {
            SameObjective(observer.Epochs[epoch].Validation.Objective, validations[epoch]);
            Assert.Equal(observer.Epochs[epoch].IsBest, validations[epoch].GetProperty("best").GetBoolean());
            Assert.Equal(
                observer.Epochs[epoch].Validation.PriorVariance,
                validations[epoch].GetProperty("prior_variance").GetDouble());
        }

        // Half of the warm-up of 6 steps at step 2, all of it in a validation; the posterior variance is a diagnostic.
        Assert.Equal(0.5, steps[1].GetProperty("terms").GetProperty("prior_kl").GetProperty("weight").GetDouble());
        Assert.Equal(
            1.0,
            validations[0].GetProperty("terms").GetProperty("prior_kl").GetProperty("weight").GetDouble());
        Assert.Equal(
            "diagnostic_only",
            steps[0].GetProperty("terms").GetProperty("posterior_variance").GetProperty("role").GetString());
        Assert.Equal(
            "active",
            steps[0].GetProperty("terms").GetProperty("reconstruction").GetProperty("role").GetString());
    }

    [Fact]
    public void Weights_and_standardisation_read_back_as_they_were()
    {
        (RunSetup setup, Cvae model, _, _) = Train();
        SafetensorsFile saved = Saved("model.safetensors");
        SameWeights(model, saved);
        SameWeights(model, Saved("checkpoints", "best.safetensors"));
        Assert.Equal("latentsharp/model/2", saved.Metadata["format"]);
        Assert.True(
            setup.Standardization!.ConditionMean.Span.SequenceEqual(saved["standardization.condition.mean"].Span));
        Assert.True(
            setup.Standardization.ConditionScale.Span.SequenceEqual(saved["standardization.condition.scale"].Span));
        Assert.True(setup.Standardization.TargetMean.Span.SequenceEqual(saved["standardization.target.mean"].Span));
        Assert.True(setup.Standardization.TargetScale.Span.SequenceEqual(saved["standardization.target.scale"].Span));
    }

    [Fact]
    public void The_same_run_writes_the_same_bytes()
    {
        Train();
        byte[][] first = Files();
        folder.GetDirectories("run").Single().Delete(recursive: true);
        Train();
        Assert.Equal(first, Files());

        byte[][] Files() =>
            [
                .. new[] { "run.json", "metrics.jsonl", "model.safetensors" }.Select(name =>
                    File.ReadAllBytes(Path.Combine(RunPath, name))),
            ];
    }

    [Fact]
    public void A_run_that_failed_says_why_and_keeps_its_best_weights()
    {
        RunSetup setup = Setup();
        var model = new Cvae(setup.Configuration.Model, seed: 0);
        using (RunDirectory directory = RunDirectory.Create(RunPath, setup, model))
        {
            var observer = new RecordingProgress
            {
                AtStep = directory.Report,
                AtEpoch = epoch =>
                {
                    directory.Report(epoch);
                    SmallTask.Find(model, "decoder.1.bias").Value.Span[0] = float.NaN;
                },
            };
            var failure = Assert.Throws<NonFiniteException>(() => Trainer(setup, model).Run(observer));
            directory.Fail(failure);
        }

        using JsonDocument document = Open("run.json");
        Assert.Equal("failed", document.RootElement.GetProperty("status").GetString());
        Assert.StartsWith(
            "step 3: reconstruction is NaN",
            document.RootElement.GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(
            """{"step":3,"place":"objective","term":"reconstruction","value":"NaN","first_in":"decoder.1.bias"}""",
            JsonSerializer.Serialize(document.RootElement.GetProperty("non_finite")));
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Value.Span.Contains(float.NaN));
        SameWeights(model, Saved("checkpoints", "best.safetensors"));
    }

    [Fact]
    public void A_run_that_is_under_way_says_so_and_a_cancelled_one_has_no_test_result()
    {
        RunSetup setup = Setup();
        var model = new Cvae(setup.Configuration.Model, seed: 0);
        using RunDirectory directory = RunDirectory.Create(RunPath, setup, model);
        using (JsonDocument document = Open("run.json"))
            Assert.Equal("running", document.RootElement.GetProperty("status").GetString());

        using var source = new CancellationTokenSource();
        source.Cancel();
        directory.Finish(Trainer(setup, model).Run(directory, directory, source.Token), heldOut: null);
        using JsonDocument cancelled = Open("run.json");
        Assert.Equal("cancelled", cancelled.RootElement.GetProperty("status").GetString());
        Assert.Equal(
            ["steps"],
            cancelled.RootElement.GetProperty("result").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void A_directory_that_holds_files_is_refused_and_an_empty_one_is_taken()
    {
        RunSetup setup = Setup();
        var model = new Cvae(setup.Configuration.Model, seed: 0);
        Directory.CreateDirectory(RunPath);
        RunDirectory.Create(RunPath, setup, model).Dispose();
        var failure = Assert.Throws<DataException>(() => RunDirectory.Create(RunPath, setup, model));
        Assert.Equal(
            $"{RunPath}: the directory is not empty; give another, go on with the run in it, or remove it first",
            failure.Message);
    }

    [Fact]
    public void A_path_that_cannot_be_a_directory_is_refused()
    {
        File.WriteAllText(RunPath, "a file");
        RunSetup setup = Setup();
        var failure = Assert.Throws<DataException>(() =>
            RunDirectory.Create(RunPath, setup, new Cvae(setup.Configuration.Model, seed: 0)));
        Assert.StartsWith($"{RunPath}: the run directory cannot be made (", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_free_name_carries_a_number_where_the_name_is_taken()
    {
        Assert.Equal(RunPath, RunDirectory.NextFree(folder.FullName, "run"));
        folder.CreateSubdirectory("run");
        File.WriteAllText(RunPath + "-2", "");
        Assert.Equal(RunPath + "-3", RunDirectory.NextFree(folder.FullName, "run"));
    }

    private static void SameObjective(ObjectiveBreakdown expected, JsonElement line)
    {
        Assert.Equal(expected.Total, line.GetProperty("objective").GetDouble());
        JsonElement terms = line.GetProperty("terms");
        Assert.Equal(expected.Terms.Select(term => term.Name), terms.EnumerateObject().Select(term => term.Name));
        foreach (TermValue term in expected.Terms)
        {
            JsonElement written = terms.GetProperty(term.Name);
            Assert.Equal(
                (term.Raw, term.Weight, term.Contribution),
                (
                    written.GetProperty("raw").GetDouble(),
                    written.GetProperty("weight").GetDouble(),
                    written.GetProperty("contribution").GetDouble()));
            Assert.Equal(term.Weight == 0 ? "diagnostic_only" : "active", written.GetProperty("role").GetString());
        }
    }

    private static void SameWeights(Cvae model, SafetensorsFile saved)
    {
        foreach (Parameter parameter in model.Parameters)
        {
            Assert.Equal(parameter.Value.Shape, saved[parameter.Name].Shape);
            Assert.True(parameter.Value.Span.SequenceEqual(saved[parameter.Name].Span), $"{parameter.Name} differs.");
        }
    }

    private JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RunPath, name)));

    private SafetensorsFile Saved(params string[] path) => SafetensorsFile.Read(Path.Combine([RunPath, .. path]));

    private RunSetup Setup()
    {
        string path = Path.Combine(folder.FullName, "table.csv");
        SineTable.Write(path);
        return RunSetup.Load(SineTable.Task(path) with
        {
            PriorKlWarmupSteps = 6,
            LogEverySteps = 2,
            Training = new TrainingOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.05 },
        });
    }

    private Trainer Trainer(RunSetup setup, Cvae model) =>
        new(model, setup.Configuration.Objective, setup.Configuration.Training, setup.Data, device);

    private (RunSetup Setup, Cvae Model, TrainingResult Result, Evaluation HeldOut) Train(
        RecordingProgress? heard = null)
    {
        RunSetup setup = Setup();
        var model = new Cvae(setup.Configuration.Model, seed: 0);
        using RunDirectory directory = RunDirectory.Create(RunPath, setup, model);
        var observer = new RecordingProgress
        {
            AtStep = record =>
            {
                directory.Report(record);
                heard?.Report(record);
            },
            AtEpoch = record =>
            {
                directory.Report(record);
                heard?.Report(record);
            },
        };
        TrainingResult result = Trainer(setup, model).Run(observer);
        Evaluation heldOut = new Evaluator(
            model,
            setup.Configuration.Objective,
            setup.Data.Test,
            seed: 0,
            device).Evaluate(samples: 4);
        directory.Finish(result, heldOut);
        return (setup, model, result, heldOut);
    }
}
