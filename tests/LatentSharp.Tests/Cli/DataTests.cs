namespace LatentSharp.Tests.Cli;

public sealed class DataTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Mnist_that_is_not_filed_is_shown_with_the_command_that_files_it()
    {
        ToolRun run = Run("data", "show", "mnist");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("not here: latent data get mnist --from PATH\n", run.Output, StringComparison.Ordinal);
        Assert.All(
            [
                "LeCun, C. Cortes and C. J. C. Burges",
                "does not ship MNIST",
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte",
            ],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.Empty(scratch.Entries);
    }

    [Fact]
    public void A_run_on_mnist_that_is_not_filed_fails_in_one_line()
    {
        scratch.Write("config.json", """{ "data": "mnist", "condition": "none" }""");
        ToolRun run = Run("train", "config.json");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches(
            "^latent: mnist: the data is not in .*mnist; file it once, from the folder that MNIST was unpacked to " +
                @"\(latent data get mnist --from PATH\)\n$",
            run.Error);
    }

    [Theory]
    [InlineData("latent: there is no data called 'letters' to get; known: 'mnist'.\n", "letters", "--from", ".")]
    [InlineData(
        "latent: nowhere: there is no such folder; give the one that MNIST was unpacked to.\n",
        "mnist",
        "--from",
        "nowhere")]
    public void What_cannot_be_got_is_refused(string message, params string[] arguments)
    {
        ToolRun run = Run(["data", "get", .. arguments]);
        Assert.Equal((2, "", message), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("none", "static", 0)]
    [InlineData("label", "dynamic", 10)]
    public void Digits_are_trained_on_whole_without_a_condition_and_by_label(
        string condition,
        string binarize,
        int columns)
    {
        ToolRun run = Run(
            "train",
            "digits",
            "--condition",
            condition,
            "--set",
            $"binarize={binarize}",
            "--epochs",
            "2",
            "--out",
            "run");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith(
            $"digits: 1257 training, 270 validation, 270 test examples, binarisation {binarize}\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            $"\"condition_dimensions\": {columns},\n    \"target_dimensions\": 64",
            File.ReadAllText(scratch["run/run.json"]),
            StringComparison.Ordinal);
        ToolRun read = Run("read", "run", "--format", "html", "--out", "report.html");
        Assert.True(read.ExitCode == 0, read.Error);
        Assert.Equal(File.ReadAllText(scratch["run/report.html"]), File.ReadAllText(scratch["report.html"]));
    }

    private ToolRun Run(params string[] arguments) =>
        ToolRun.Under(
            scratch.Path,
            new Dictionary<string, string> { ["LATENTSHARP_DATA"] = scratch["nothing"] },
            _ => { },
            arguments);
}
