using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed class GalleryTests : IDisposable
{
    private const string Page = "docs/gallery.md";
    private const long MostBytes = 60_000;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_commands_of_the_page_make_its_pictures()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        string[] pictures = ["completed.png", "style.png", "fork.svg"];
        // Two epochs show that a command works.
        string tool = $$"""
            set -e
            latent() {
                if [ "$1" = train ]; then set -- "$@" --epochs 2; fi
                "{{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}}" \
                    "{{Path.Combine(AppContext.BaseDirectory, "latent.dll")}}" "$@"
            }

            """;
        string? python = Python.With("re");
        foreach (string block in Repository.Blocks(Page, "sh"))
        {
            if (python is null && block.StartsWith("python3 ", StringComparison.Ordinal))
                continue;
            string commands = block.Replace(
                "python3 docs/", $"'{python}' {Repository.Root}/docs/", StringComparison.Ordinal);
            ToolRun run = ToolRun.Start("sh", scratch.Path, _ => { }, "-c", tool + commands);
            Assert.True(run.ExitCode == 0, $"{block}: {run.Error}");
        }

        if (python is null)
            pictures = pictures[..2];
        Assert.All(
            pictures,
            name =>
            {
                Assert.InRange(new FileInfo(scratch[name]).Length, 100, MostBytes);
                Assert.Contains($"(images/{name})", Repository.Read(Page), StringComparison.Ordinal);
            });
    }

    [Fact]
    public void The_pictures_of_the_pages_are_small() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "images")),
            picture => Assert.InRange(new FileInfo(picture).Length, 1, MostBytes));
}
