namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class ExportTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_graphs_of_a_run_are_listed_with_what_goes_in_and_comes_out()
    {
        Train();
        ToolRun run = Export("onnx", "graphs");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            string.Concat(
                "graphs/router.onnx: condition [batch, 1] -> prior_mean [batch, 8], prior_logvar [batch, 8]\n",
                "graphs/inference.onnx: condition [batch, 1], target [batch, 1] -> posterior_mean [batch, 8], ",
                "posterior_logvar [batch, 8]\n",
                "graphs/decoder.onnx: condition [batch, 1], z [batch, 8] -> target_mean [batch, 1], ",
                "target_deviation [batch, 1]\n",
                "graphs/sample.onnx: condition [batch, 1], latent_noise [batch, 8], target_noise [batch, 1] -> ",
                "z [batch, 8], target_mean [batch, 1], target [batch, 1]\n"),
            run.Output);
        Assert.Equal(
            ["decoder.onnx", "inference.onnx", "router.onnx", "sample.onnx"],
            scratch.Entries.Where(entry => entry.StartsWith("graphs/", StringComparison.Ordinal))
                .Select(entry => entry["graphs/".Length..]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_and_another_format_are_one_line()
    {
        Train();
        scratch.Write("taken", "a file");
        string[] before = scratch.Entries;
        foreach (string format in (string[])["onnx", "safetensors"])
        {
            ToolRun run = Export(format, "taken");
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.StartsWith("latent: taken: the model cannot be written (", run.Error, StringComparison.Ordinal);
            Assert.EndsWith("); give another directory (--out DIR)\n", run.Error, StringComparison.Ordinal);
        }

        ToolRun other = Export("torch", "graphs");
        Assert.Equal(
            (2, "latent: --format is torch; give onnx or safetensors. (see latent export --help)\n"),
            (other.ExitCode, other.Error));
        Assert.Equal(before, scratch.Entries);
    }

    private ToolRun Export(string format, string folder) =>
        ToolRun.Of(scratch.Path, "export", "run", "--format", format, "--out", folder);

    private void Train()
    {
        scratch.WriteTable("table.csv", 60);
        ToolRun run = ToolRun.Of(
            scratch.Path, "train", "table.csv", "--condition", "x", "--target", "y", "--epochs", "1", "--out", "run");
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
