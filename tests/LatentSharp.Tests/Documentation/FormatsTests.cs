using System.Text.Json;
using System.Text.RegularExpressions;
using LatentSharp.Data;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

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
            names.Add(Path.GetRelativePath(scratch["run"], file));
        foreach (string document in (string[])[run.Output, File.ReadAllText(scratch["run/run.json"]), .. File.ReadLines(scratch["run/metrics.jsonl"])])
        {
            using var json = JsonDocument.Parse(document);
            AddKeys(names, json.RootElement);
        }

        var model = SafetensorsFile.Read(scratch["run/model.safetensors"]);
        names.UnionWith(model.Names.Select(name => LayerNumber().Replace(name, ".N.")));
        names.UnionWith(model.Metadata.Keys);

        Assert.True(names.Count > 70, string.Join(", ", names));
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_reason_of_a_failed_run_is_named_on_the_page()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "train", "digits", "--epochs", "1", "--set", "learning_rate=1e30", "--out", "run");
        Assert.Equal(1, run.ExitCode);
        using var record = JsonDocument.Parse(File.ReadAllBytes(scratch["run/run.json"]));
        Assert.Equal("failed", record.RootElement.GetProperty("status").GetString());
        Assert.StartsWith("step 1: ", record.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("`reason`", page, StringComparison.Ordinal);
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
}
