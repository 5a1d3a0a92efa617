using System.Text.Json;
using LatentSharp.Tests.Documentation;

namespace LatentSharp.Tests.Cli;

/// <summary>The tool as docs/performance.md publishes it: one native file.</summary>
[Trait("speed", "slow")]
public sealed class PublishingTests : IDisposable
{
    private const long MostBytes = 25_000_000;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_native_tool_is_small_trains_reads_and_exports()
    {
        Assert.SkipUnless(HasLinker(), "A native build needs clang or gcc, and there is neither on the PATH.");
        // As the page says, with the output and everything between kept apart from the repository's own.
        string command = Repository
            .Blocks("docs/performance.md", "sh")
            .Single(block => block.Contains("dotnet publish", StringComparison.Ordinal))
            .Trim();
        string output = Path.Combine(scratch.Path, "published");
        string[] words = command
            .Replace(
                "-o publish",
                $"-o {output} --artifacts-path {Path.Combine(scratch.Path, "artifacts")}",
                StringComparison.Ordinal)
            .Split(' ');
        Assert.Equal("dotnet", words[0]);
        ToolRun publishing = ToolRun.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Repository.Root,
            _ => { },
            words[1..]);
        Assert.True(publishing.ExitCode == 0, publishing.Output + publishing.Error);

        string tool = Path.Combine(output, OperatingSystem.IsWindows() ? "latent.exe" : "latent");
        Assert.True(new FileInfo(tool).Length < MostBytes, $"{tool} has {new FileInfo(tool).Length} bytes.");
        ToolRun native = ToolRun.Start(
            tool,
            scratch.Path,
            _ => { },
            "train",
            "digits",
            "--epochs",
            "2",
            "--out",
            "native");
        Assert.True(native.ExitCode == 0, native.Error);
        Assert.Equal(0, ToolRun.Of(scratch.Path, "train", "digits", "--epochs", "2", "--out", "managed").ExitCode);
        string[] runs = [Path.Combine(scratch.Path, "native"), Path.Combine(scratch.Path, "managed")];
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(runs[1], "model.safetensors")),
            File.ReadAllBytes(Path.Combine(runs[0], "model.safetensors")));
        string[] export = ["export", "native", "--format", "onnx", "--out"];
        ToolRun graphs = ToolRun.Start(tool, scratch.Path, _ => { }, [.. export, "graphs"]);
        Assert.Equal((0, ""), (graphs.ExitCode, graphs.Error));
        Assert.Equal(0, ToolRun.Of(scratch.Path, [.. export, "again"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(scratch["again/sample.onnx"]), File.ReadAllBytes(scratch["graphs/sample.onnx"]));
        ToolRun reading = ToolRun.Start(tool, scratch.Path, _ => { }, "read", "native", "--format", "json");
        Assert.Equal(0, reading.ExitCode);
        Assert.Equal(
            "latentsharp/reading/2",
            JsonDocument.Parse(reading.Output).RootElement.GetProperty("schema").GetString());
    }

    private static bool HasLinker() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => new[] { "clang", "gcc" }.Any(name => File.Exists(Path.Combine(folder, name))));
}
