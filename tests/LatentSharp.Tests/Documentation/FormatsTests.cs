using System.Text.Json;
using System.Text.RegularExpressions;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed partial class FormatsTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly string page = Repository.Read("docs/formats.md");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Every_file_key_and_tensor_that_a_run_writes_is_named_on_the_page()
    {
        scratch.WriteTable("table.csv", 30);
        ToolRun run = ToolRun.Of(
            scratch.Path, "train", "table.csv", "--condition", "x", "--target", "y", "--epochs", "2", "--out", "run",
            "--set", "log_variance_range=-10,10", "--format", "json");
        Assert.Equal(0, run.ExitCode);

        var names = new HashSet<string>();
        foreach (string file in Directory.EnumerateFiles(scratch["run"], "*", SearchOption.AllDirectories))
            names.Add(StepNumber().Replace(Path.GetRelativePath(scratch["run"], file), "step-N."));
        string checkpoint = Directory.GetFiles(scratch["run/checkpoints"], "step-*.json").Single();
        foreach (
            string document in (string[])
                [
                    run.Output,
                    File.ReadAllText(scratch["run/run.json"]),
                    File.ReadAllText(checkpoint),
                    .. File.ReadLines(scratch["run/metrics.jsonl"]),
                ])
        {
            using var json = JsonDocument.Parse(document);
            AddKeys(names, json.RootElement);
        }

        var model = SafetensorsFile.Read(scratch["run/model.safetensors"]);
        names.UnionWith(model.Names.Select(name => LayerNumber().Replace(name, ".N.")));
        names.UnionWith(model.Metadata.Keys);

        names.UnionWith(
            SafetensorsFile
                .Read(Path.ChangeExtension(checkpoint, ".safetensors"))
                .Names.Select(name => Weight().Replace(name, "$1NAME"))
                .Where(name => name.EndsWith("NAME", StringComparison.Ordinal)));

        // The keys below these are for the schema that the page names, which refuses any other.
        using (var reading = JsonDocument.Parse(File.ReadAllText(scratch["run/reading.json"])))
            names.UnionWith(reading.RootElement.EnumerateObject().Select(property => property.Name));

        Assert.True(names.Count > 70, string.Join(", ", names));
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Follows("reading-2.json", "run/reading.json");
    }

    [Fact]
    public void Every_file_of_a_sweep_is_named_on_the_page()
    {
        scratch.WriteTable("table.csv", 30);
        ToolRun sweep = ToolRun.Of(
            scratch.Path,
            "train",
            "table.csv",
            "--condition",
            "x",
            "--target",
            "y",
            "--epochs",
            "1",
            "--out",
            "sweep",
            "--vary",
            "posterior_variance_weight=0,0.5");
        Assert.True(sweep.ExitCode == 0, sweep.Error);
        foreach (string path in Directory.EnumerateFileSystemEntries(scratch["sweep"]))
            Assert.Contains($"`{SweepWeight().Replace(Path.GetFileName(path), "=W")}`", page, StringComparison.Ordinal);
        Follows("sweep-1.json", "sweep/sweep.json");
    }

    [Fact]
    public void The_reason_of_a_failed_run_is_named_on_the_page()
    {
        ToolRun run = ToolRun.Of(
            scratch.Path,
            "train",
            "digits",
            "--epochs",
            "1",
            "--set",
            "learning_rate=1e30",
            "--out",
            "run");
        Assert.Equal(1, run.ExitCode);
        using var record = JsonDocument.Parse(File.ReadAllBytes(scratch["run/run.json"]));
        Assert.Equal("failed", record.RootElement.GetProperty("status").GetString());
        Assert.StartsWith("step 1: ", record.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        foreach (
            string name in record
                .RootElement.GetProperty("non_finite")
                .EnumerateObject()
                .Select(field => field.Name)
                .Concat(["reason", "non_finite", "tensor"]))
            Assert.Contains($"`{name}`", page, StringComparison.Ordinal);
    }

    private void Follows(string schema, string file)
    {
        Assert.Contains($"](schemas/{schema})", page, StringComparison.Ordinal);
        Assert.Empty(JsonSchemaCheck.OfPublished(schema).Errors(File.ReadAllText(scratch[file])));
    }

    private static void AddKeys(HashSet<string> names, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            names.Add(property.Name);
            AddKeys(names, property.Value);
        }
    }

    [GeneratedRegex(@"\.\d+\.")]
    private static partial Regex LayerNumber();

    [GeneratedRegex(@"step-\d{10}\.")]
    private static partial Regex StepNumber();

    [GeneratedRegex(@"^((adam\.(first|second)_moment|best)\.).*$")]
    private static partial Regex Weight();

    [GeneratedRegex("=[0-9.]+$")]
    private static partial Regex SweepWeight();
}
