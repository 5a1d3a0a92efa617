using System.Globalization;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Runs;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class SampleTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_moved_run_generates_from_a_table_what_the_library_generates()
    {
        TrainTable();
        scratch.Write("new.csv", "kind,x\nb,1.5\na,4\n");
        ToolRun run = ToolRun.Of(
            scratch.Path, "sample", "moved", "--condition", "new.csv", "--count", "3", "--seed", "7");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("row,draw,y", lines[0]);
        float[][] first = TrainedModel.Load(scratch["moved"]).Sample([1.5f], 3, seed: 7);
        Assert.Equal(
            first.Select((y, draw) => string.Create(CultureInfo.InvariantCulture, $"0,{draw},{y[0]:R}")), lines[1..4]);
        Assert.Equal(7, lines.Length);

        Assert.Equal(0, Sample("--condition", "new.csv", "--count", "3", "--seed", "7", "--out", "samples.csv"));
        Assert.Equal(run.Output, File.ReadAllText(scratch["samples.csv"]));
        Assert.Equal(0, Sample("--condition", "new.csv", "--count", "3", "--seed", "7", "--out", "samples.npz"));
        using (var file = NpzFile.Open(scratch["samples.npz"]))
        {
            var values = new double[6];
            Assert.Equal([2L, 3, 1], file.OpenArray("samples").Shape);
            file.OpenArray("samples").Read(0, values);
            Assert.Equal(first.Select(y => (double)y[0]), values[..3]);
        }

        Assert.Equal(0, Sample("--condition", "samples.npz", "--format", "jsonl", "--out", "samples.jsonl"));
        using var json = JsonDocument.Parse(File.ReadLines(scratch["samples.jsonl"]).Last());
        Assert.Equal(
            (1, 0),
            (json.RootElement.GetProperty("row").GetInt32(), json.RootElement.GetProperty("draw").GetInt32()));
        Assert.True(json.RootElement.GetProperty("target").GetProperty("y").TryGetDouble(out _));
    }

    [Fact]
    public void Z_is_the_mean_a_file_or_goes_along_a_dimension()
    {
        TrainTable();
        var model = TrainedModel.Load(scratch["moved"]);
        scratch.Write("new.csv", "x\n1.5\n");
        scratch.Write("z.csv", string.Join(',', Enumerable.Range(0, 8).Select(i => $"z{i}")) + "\n0,0,0,0,0,0,0,0\n"
            + "1,0,0,0,0,0,0,0\n");
        string mean = Rows("--z", "mean", "--mean")[0];
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"0,0,{model.Mean([1.5f])[0]:R}"), mean);
        Assert.Equal(4, Rows("--z", "mean", "--count", "4").Distinct().Count());
        var decoded = new float[2];
        model.Decode([1.5f, 1.5f], [.. new float[8], 1, .. new float[7]], decoded);
        Assert.Equal(
            decoded.Select((y, row) => string.Create(CultureInfo.InvariantCulture, $"{row},0,{y:R}")),
            Rows("--z", "z.csv", "--mean"));
        string[] along = Rows("--z", "3");
        Assert.Equal(9, along.Length);
        Assert.Equal(mean[4..], along[4][4..]);

        string[] Rows(params string[] options)
        {
            ToolRun run = ToolRun.Of(scratch.Path, ["sample", "moved", "--condition", "new.csv", .. options]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            return run.Output.TrimEnd('\n').Split('\n')[1..];
        }
    }

    [Fact]
    public void Images_are_a_sheet_or_arrays()
    {
        ToolRun train = ToolRun.Of(scratch.Path, "train", "digits", "--epochs", "1", "--out", "digits");
        Assert.True(train.ExitCode == 0, train.Error);
        Dataset digits = DigitsDataset.Load();
        using (FileStream file = File.Create(scratch["halves.npz"]))
        using (var arrays = new NpzWriter(file))
            arrays.Add("condition", [3, 32], digits.Condition.Rows(0, 3).Span.ToArray());
        ToolRun run = ToolRun.Of(
            scratch.Path, "sample", "digits", "--condition", "halves.npz", "--count", "5", "--mean", "--out",
            "sheet.png");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
        byte[] png = File.ReadAllBytes(scratch["sheet.png"]);
        // 5 images of 8 pixels, four times as large, and 4 gaps of 2 by 3 and 2.
        Assert.Equal([0, 0, 0, 168, 0, 0, 0, 100], png[16..24]);
        run = ToolRun.Of(
            scratch.Path, "sample", "digits", "--condition", "digits", "--rows", "3", "--count", "5", "--mean", "--out",
            "named.png");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(png, File.ReadAllBytes(scratch["named.png"]));

        string[] before = scratch.Entries;
        run = ToolRun.Of(scratch.Path, "sample", "digits", "--condition", "halves.npz", "--format", "npz");
        Assert.Equal((2, "latent: --format npz is for a file; give --out FILE\n"), (run.ExitCode, run.Error));
        Assert.Equal(before, scratch.Entries);
    }

    [Fact]
    public void Conditions_come_from_standard_input_and_errors_name_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pipe is made by sh.");
        TrainTable();
        scratch.Write("new.csv", "x\n1.5\n4\n");
        string latent = Path.Combine(AppContext.BaseDirectory, "latent.dll");
        ToolRun file = ToolRun.Of(scratch.Path, "sample", "moved", "--condition", "new.csv"), piped = Piped("new.csv");
        Assert.Equal((0, file.Output, ""), (piped.ExitCode, piped.Output, piped.Error));
        scratch.Write("bad.csv", "x\nnone\n");
        ToolRun bad = Piped("bad.csv");
        Assert.Equal(2, bad.ExitCode);
        Assert.StartsWith(
            "latent: standard input: line 2, column 'x': 'none' is not a number; ",
            bad.Error,
            StringComparison.Ordinal);

        ToolRun Piped(string name) =>
            ToolRun.Start(
                "sh", scratch.Path, _ => { }, "-c",
                $"cat {name} | {Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"} '{latent}' sample "
                    + "moved --condition -");
    }

    [Theory]
    [InlineData("--condition is not given, and the model has one: x; ")]
    [InlineData("bad.csv: line 1, column 'x': the header has no such column; ", "--condition", "bad.csv")]
    [InlineData("worse.csv: line 3, column 'x': 'two' is not a number; ", "--condition", "worse.csv")]
    [InlineData("gone.csv: there is no such file; check the path.", "--condition", "gone.csv")]
    [InlineData("--z is 8; the dimensions of z are 0 to 7", "--condition", "new.csv", "--z", "8")]
    [InlineData("--seed is minus; give a whole number of at least 0", "--condition", "new.csv", "--seed", "minus")]
    [InlineData("--out is samples.txt; give a name that ends in ", "--condition", "new.csv", "--out", "samples.txt")]
    [InlineData("moved does not say where in an image y lies, ", "--condition", "new.csv", "--out", "samples.png")]
    public void What_cannot_be_done_is_one_line_and_leaves_nothing(string message, params string[] options)
    {
        TrainTable();
        scratch.Write("new.csv", "x\n1.5\n");
        scratch.Write("bad.csv", "u,v\n1.5,2\n");
        scratch.Write("worse.csv", "x,v\n1.5,2\ntwo,3\n");
        string[] before = scratch.Entries;
        ToolRun run = ToolRun.Of(scratch.Path, ["sample", "moved", .. options]);
        Assert.StartsWith($"latent: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(before, scratch.Entries);
    }

    private void TrainTable()
    {
        scratch.WriteTable("table.csv", 60);
        ToolRun run = ToolRun.Of(
            scratch.Path, "train", "table.csv", "--condition", "x", "--target", "y", "--label", "kind", "--epochs",
            "2", "--out", "run");
        Assert.True(run.ExitCode == 0, run.Error);
        File.Delete(scratch["table.csv"]);
        Directory.Move(scratch["run"], scratch["moved"]);
    }

    private int Sample(params string[] options)
    {
        ToolRun run = ToolRun.Of(scratch.Path, ["sample", "moved", .. options]);
        Assert.Equal(("", ""), (run.Output, run.Error));
        return run.ExitCode;
    }
}
