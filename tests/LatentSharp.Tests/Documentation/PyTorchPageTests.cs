using System.Text.RegularExpressions;
using LatentSharp.Evidence;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

/// <summary>The programs of docs/pytorch.md, run beside a copy of docs/latentsharp_export.py.</summary>
[Trait("speed", "slow")]
public sealed partial class PyTorchPageTests : IDisposable
{
    private const string Page = "docs/pytorch.md", Exporter = "latentsharp_export.py";

    // On the page in this order: the three lines, the program above them, and another that needs NumPy alone.
    private static readonly string[] Programs = Repository.Blocks(Page, "python");

    private readonly Scratch scratch = new();

    public PyTorchPageTests() =>
        File.Copy(Path.Combine(Repository.Root, "docs", Exporter), scratch[Exporter]);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_program_with_the_three_lines_leads_to_the_printed_reading_and_passes_in_CI()
    {
        Run("torch", $"{Programs[1]}\n{Programs[0]}");
        File.Copy(scratch["latent.npz"], scratch["accepted.npz"]);
        string[] commands = [.. Repository.Blocks(Page, "sh")[..^1].Select(block => block.TrimEnd())];
        ToolRun[] runs = [.. commands.Select(command => ToolRun.Of(scratch.Path, command.Split(' ')[1..]))];
        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Contains("--fail-on warning", commands[1], StringComparison.Ordinal);
        Assert.True(File.Exists(scratch["latent.sarif"]));
        string printed = WithoutNumbers(runs[0].Output);
        Assert.Contains("Nothing to do.", printed, StringComparison.Ordinal);
        Assert.All(
            Assert.Single(Repository.Blocks(Page, "text")).Split("\n\n").SelectMany(part => part.Split("\nnote ")),
            part => Assert.Contains(WithoutNumbers(part), printed, StringComparison.Ordinal));
    }

    [Fact]
    public void Functions_of_NumPy_serve_as_well_and_write_the_same_file_again()
    {
        Run("numpy", Programs[2]);
        byte[] file = File.ReadAllBytes(scratch["linear.npz"]);
        Run("numpy", Programs[2]);
        Assert.Equal(file, File.ReadAllBytes(scratch["linear.npz"]));
        string command = Repository.Blocks(Page, "sh")[^1].TrimEnd();
        ToolRun run = ToolRun.Of(scratch.Path, [.. command.Split(' ')[1..], "--fail-on", "warning"]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Contains("Nothing to do.", WithoutNumbers(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_are_at_rest_meanwhile_and_afterwards_as_they_were() =>
        Run(
            "torch",
            """
            import torch
            from torch import nn
            from latentsharp_export import export

            model = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 4), nn.Dropout(0.5), nn.Linear(4, 4).eval())
            modes = [part.training for part in model.modules()]
            batches = list(torch.randn(40, 4).split(20))
            batches = [(batch[:, :2], batch[:, 2:]) for batch in batches]
            encode = lambda x, y: model(torch.cat([x, y], 1)).chunk(2, 1)
            log_likelihood = lambda x, y, z: -((y - z) ** 2).sum(1)
            try:
                export("latent.npz", batches, encode, None, log_likelihood)
                raise SystemExit("an encoder with dropout is not refused")
            except ValueError as error:
                assert "another mean at the second walk" in str(error), error
            export("latent.npz", batches, encode, None, log_likelihood, model=model)
            assert modes == [part.training for part in model.modules()]
            assert torch.is_grad_enabled() and all(weight.grad is None for weight in model.parameters())
            """);

    [Theory]
    [InlineData("[(x, y)]", "iter([(x, y)])", "the second walk gives 0 examples, the first 500")]
    [InlineData("[(x, y)]", "[(x, y[1:])]", "batch 0: 500 rows of x and 499 of y")]
    [InlineData("[(x, y)]", "[(x[:300], y[:300]), x]", "batch 1: expected (x, y), or (x, y, label)")]
    [InlineData(".sum(1)", ".mean()", "the likelihood has shape (), expected (500,)")]
    [InlineData(".sum(1)", "", "the likelihood has shape (500, 4), expected (500,)")]
    [InlineData("return -0.5", "return np.nan", "the likelihood is NaN in 500 rows")]
    [InlineData("return mean,", "return mean + random.normal(),", "encode gives another mean at the second walk")]
    [InlineData("return mean,", "return mean.T,", "encode: mean has shape (2, 500), expected (500, 'D')")]
    [InlineData("return mean,", "return np.inf * mean,", "encode: mean is not finite in 500 rows")]
    [InlineData("encode, None", "encode, lambda x: x", "prior must return (mean, logvar)")]
    [InlineData("encode, None", "encode, lambda x: (x, x)", "prior: mean has shape (500, 4), expected (500, 2)")]
    [InlineData("prior_kl_weight=1", "labels=[1, 2]", "labels: 2 rows for 500 examples")]
    [InlineData("prior_kl_weight=1", "nll=encode", "give one of log_likelihood and nll")]
    [InlineData("linear.npz", "linear.txt", "linear.txt: name a file that ends in .npz")]
    public void What_is_not_as_asked_is_refused_with_what_was_expected(string part, string instead, string message)
    {
        Assert.Contains(part, Programs[2], StringComparison.Ordinal);
        ToolRun run = Start("numpy", Programs[2].Replace(part, instead, StringComparison.Ordinal));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ValueError: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal([Exporter, "program.py"], scratch.Entries.Where(entry => !entry.Contains("pycache")));
    }

    [Fact]
    public void The_table_says_what_each_array_is_for() =>
        Assert.Equal(
            // Padding is left out before, what the objective weighs is said in the text, and a categorical latent has
            // arrays of its own.
            EvidenceRole.All.Select(role => role.Name)
                .Except([
                    "mask", "prior_kl_weight", "posterior_variance_weight", "posterior_logits", "prior_logits",
                    "condition_id",
                ])
                .Order(),
            Row().Matches(Repository.Read(Page))
                .SelectMany(row => Name().Matches(row.Groups["names"].Value))
                .Select(name => name.Groups["name"].Value)
                .Order());

    private void Run(string module, string program)
    {
        ToolRun run = Start(module, program);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private ToolRun Start(string module, string program)
    {
        string python = module == "torch" ? Python.Needed("numpy", "torch") : Python.Needed("numpy");
        scratch.Write("program.py", program);
        return ToolRun.Start(python, scratch.Path, _ => { }, "program.py");
    }

    // Another machine or version of PyTorch trains to other numbers, which may break lines elsewhere.
    private static string WithoutNumbers(string text) => Spaces().Replace(Number().Replace(text, "#"), " ").Trim();

    [GeneratedRegex(@"(?<![\w])\d[\d,.]*\d|(?<![\w])\d(?!\w)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\| (?<names>`[a-z_`, ]+`) \| .* \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[a-z_]+)`")]
    private static partial Regex Name();
}
