using System.Globalization;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class EncodeTests : IDisposable
{
    // What follows from q and p alone, without a draw.
    private static readonly string[] Analytic =
        ["posterior_variance", "prior_variance", "noise_share", "prior_kl", "active_units", "router_calibration"];

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void What_encode_writes_reads_as_the_run_does()
    {
        Train();
        WriteTest("test.csv");
        ToolRun run = Encode("run", "test.csv", "encoded.npz");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Equal("encoded.npz: 60 examples, 8 dimensions\n", run.Error);
        ToolRun read = ToolRun.Of(scratch.Path, "read", "encoded.npz", "--format", "json");
        Assert.Equal((0, ""), (read.ExitCode, read.Error));
        using JsonDocument own = JsonDocument.Parse(File.ReadAllText(scratch["run/reading.json"])),
            encoded = JsonDocument.Parse(read.Output);
        Assert.All(
            Analytic,
            key => AssertSame(Quantity(own, key), Quantity(encoded, key), key));
        Assert.Equal(Weight(own), Weight(encoded));

        // x in there is standardised, and no x to sample from.
        ToolRun sample = ToolRun.Of(scratch.Path, "sample", "run", "--condition", "encoded.npz");
        Assert.Equal(2, sample.ExitCode);
        Assert.StartsWith("latent: encoded.npz: these are encoded rows, ", sample.Error, StringComparison.Ordinal);

        static double Weight(JsonDocument reading) =>
            reading.RootElement.GetProperty("objective").GetProperty("posterior_variance").GetProperty("weight")
                .GetDouble();

        static JsonElement Quantity(JsonDocument reading, string key) =>
            reading.RootElement.GetProperty("quantities").GetProperty(key);
    }

    private static void AssertSame(JsonElement expected, JsonElement actual, string place)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{place}: {expected} is not {actual}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Number:
                Assert.Equal(expected.GetDouble(), actual.GetDouble(), 1e-6);
                break;
            case JsonValueKind.Array:
                foreach ((JsonElement one, JsonElement other) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                    AssertSame(one, other, place);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in expected.EnumerateObject())
                    AssertSame(property.Value, actual.GetProperty(property.Name), $"{place}.{property.Name}");
                break;
        }
    }

    [Fact]
    public void A_file_alone_encodes_too_with_the_labels_that_there_are()
    {
        Train();
        WriteTest("test.csv");
        File.Delete(scratch["table.csv"]);
        Assert.Equal(0, Encode("run", "test.csv", "run.csv").ExitCode);
        ToolRun export = ToolRun.Of(scratch.Path, "export", "run", "--format", "safetensors", "--out", "model");
        Assert.Equal((0, "", "model/model.safetensors\n"), (export.ExitCode, export.Error, export.Output));
        Directory.Delete(scratch["run"], recursive: true);
        Assert.Equal(0, Encode("model", "test.csv", "file.csv").ExitCode);
        Assert.Equal(File.ReadAllText(scratch["run.csv"]), File.ReadAllText(scratch["file.csv"]));
        Assert.EndsWith(",condition_0,labels", File.ReadLines(scratch["file.csv"]).First(), StringComparison.Ordinal);

        // One class of two keeps its number; without the column there are no labels.
        scratch.Write("b.csv", "x,y,kind\n1,2,b\n3,4,b\n");
        scratch.Write("none.csv", "x,y\n1,2\n3,4\n");
        ToolRun one = ToolRun.Of(scratch.Path, "encode", "model", "b.csv"),
            none = ToolRun.Of(scratch.Path, "encode", "model/model.safetensors", "none.csv");
        Assert.EndsWith(",1\n", one.Output, StringComparison.Ordinal);
        Assert.EndsWith(",condition_0", none.Output.Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone.csv", "out.npz", "gone.csv: there is no such file; check the path.")]
    [InlineData("other.csv", "out.npz", "other.csv: line 1, column 'y': the header has no such column; ")]
    [InlineData("table.csv", "out.txt", "--out is out.txt; give a name that ends in .npz or .csv")]
    [InlineData("table.csv", "no/out.npz", "--out is no/out.npz; there is no folder ")]
    [InlineData("digits", "out.npz", "data digits has images and labels of its own; ")]
    public void What_cannot_be_encoded_is_one_line(string data, string output, string message)
    {
        Train();
        scratch.Write("other.csv", "x,v\n1,2\n");
        string[] before = scratch.Entries;
        ToolRun run = Encode("run", data, output);
        Assert.StartsWith($"latent: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal(before, scratch.Entries);
    }

    private ToolRun Encode(string run, string data, string output) =>
        ToolRun.Of(scratch.Path, "encode", run, data, "--out", output);

    private void Train()
    {
        scratch.WriteTable("table.csv", 400);
        ToolRun run = ToolRun.Of(
            scratch.Path, "train", "table.csv", "--condition", "x", "--target", "y", "--label", "kind", "--epochs",
            "3", "--out", "run");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    // The run's own test examples, as a table of their own.
    private void WriteTest(string name)
    {
        RunSetup setup = SavedRun.Open(scratch["run"]).Setup;
        Dataset test = DatasetSplit.Of(setup.Source, 0.15, 0.15).Test;
        scratch.Write(name, "x,y,kind\n" + string.Concat(Enumerable.Range(0, test.Count).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{test.Condition.Row(row)[0]:R},{test.Target.Row(row)[0]:R},{test.LabelNames![test.Labels![row]]}\n"))));
    }
}
