using System.Globalization;
using System.Text.Json;
using LatentSharp.Runs;
using LatentSharp.Tests.Documentation;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Cli;

/// <summary>A run with a categorical latent, by every command that takes one.</summary>
[Trait("speed", "slow")]
public sealed class CategoricalTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_commands_of_the_page_run()
    {
        string[] commands = Assert.Single(Repository.Blocks("docs/categorical.md", "sh")).TrimEnd('\n').Split('\n');
        Assert.Equal(3, commands.Length);
        string[] outputs = [.. commands.Select(command => Run(command.Split(' ')[1..]))];
        Assert.Contains("held out (270 examples, all 10 values of z each)\n", outputs[0], StringComparison.Ordinal);
        Assert.Matches(@"\n  amortization_gap +\d\.\d{4} +0 +0\.0000  diagnostic_only\n", outputs[0]);
        Assert.Matches(@"\n  negative ELBO +\d+\.\d{4}  nats\n  -log p\(y\|x\) +\d+\.\d{4}  nats\n", outputs[0]);
        Assert.Matches(@"\nnegative_elbo +- +- +\d", outputs[1]);
        Assert.Matches(@"\nnegative_log_likelihood +- +- +\d", outputs[1]);
        Assert.Matches(@"\n  posterior_distillation +\d\.\d{4} +1 +\d", outputs[2]);
    }

    [Fact]
    public void A_run_is_read_evaluated_sampled_encoded_and_goes_on_where_it_stopped()
    {
        WriteTable();
        string[] train = ["train", "table.csv", "--condition", "x", "--target", "y", "--set", "latent=categorical",
            "--set", "latent_values=3", "--set", "hidden=16", "--out", "run"];
        Run([.. train, "--epochs", "4"]);
        Assert.Empty(
            JsonSchemaCheck.OfPublished("reading-2.json").Errors(File.ReadAllText(scratch["run/reading.json"])));
        string evaluation = Run("evaluate", "run", "--format", "json");
        Assert.Empty(JsonSchemaCheck.OfPublished("evaluation-1.json").Errors(evaluation));
        using var json = JsonDocument.Parse(evaluation);
        double[] values = [.. json.RootElement.GetProperty("estimators").EnumerateArray()
            .Select(estimator => estimator.GetProperty("value").GetDouble())];
        Assert.Equal(
            values[0] - values[1],
            json.RootElement.GetProperty("amortization_gap").GetProperty("value").GetDouble(),
            1e-6);

        // Each value of z at each of two conditions.
        scratch.Write("new.csv", "x\n0.5\n2\n");
        string[] lines = Run("sample", "run", "--condition", "new.csv", "--z", "0").TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 2 * 3, lines.Length);
        Assert.Equal(
            1 + 2 * 10,
            Run("sample", "run", "--condition", "new.csv", "--count", "10").TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith(
            "posterior_logits_0,posterior_logits_1,posterior_logits_2,prior_logits_0,prior_logits_1,prior_logits_2,",
            Run("encode", "run", "table.csv"),
            StringComparison.Ordinal);

        var model = TrainedModel.Load(scratch["run"]);
        IReadOnlyDictionary<string, float[]> router = model.RouteParts([0.5f]),
            inferred = model.InferParts([0.5f], [1f]);
        Assert.Equal("logits", Assert.Single(router.Keys));
        Assert.Equal(3, router["logits"].Length);
        Assert.NotEqual(router["logits"], inferred["logits"]);
        Assert.Equal(
            "the latent is categorical, which has no mean and no variance; ask for samples, or for RouteParts and " +
                "InferParts",
            Assert.Throws<InvalidOperationException>(() => model.Route([0.5f])).Message);
        ToolRun mean = ToolRun.Of(scratch.Path, "sample", "run", "--condition", "new.csv", "--z", "mean");
        Assert.Equal(2, mean.ExitCode);
        Assert.Contains("a categorical z has none", mean.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gumbel_softmax", "1")]
    [InlineData("straight_through", "1")]
    [InlineData("straight_through_gumbel", "2")]
    [InlineData("score_function", "4")]
    public void Many_values_are_trained_by_draws(string estimator, string samples)
    {
        WriteTable();
        string output = Run(
            "train", "table.csv", "--condition", "x", "--target", "y", "--epochs", "2", "--out", estimator,
            "--set", "latent=categorical", "--set", "latent_variables=8", "--set", "hidden=16",
            "--set", $"categorical_estimator={estimator}", "--set", $"posterior_samples={samples}");
        Assert.DoesNotContain("amortization_gap", output, StringComparison.Ordinal);
        Assert.Contains(
            "importance (IWAE-10)",
            Run("evaluate", estimator, "--samples", "1,10"),
            StringComparison.Ordinal);
        Run("read", estimator);
    }

    private string Run(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(scratch.Path, arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run.Error}");
        return run.Output;
    }

    // y has three levels, of which one is as likely as the next.
    private void WriteTable() =>
        scratch.Write(
            "table.csv",
            "x,y\n" + string.Concat(Enumerable.Range(0, 240).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{i % 24 * 0.1:F1},{2 * (i * 7 % 3) + 0.05 * (i % 5)}\n"))));
}
