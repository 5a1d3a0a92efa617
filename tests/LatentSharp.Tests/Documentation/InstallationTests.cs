using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed class InstallationTests : IDisposable
{
    private const string Page = "docs/installing.md";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_packages_are_whole_and_every_command_of_the_page_runs_on_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The walkthrough is a script for bash.");
        string[] commands = [.. Repository.Blocks(Page, "sh").SelectMany(block => block.TrimEnd('\n').Split('\n'))];
        Assert.Equal("dotnet pack -c Release -o packages", commands[0]);
        Assert.Equal("bash docs/walkthrough.sh", commands[^1]);

        // What these tests were built with is packed.
        string configuration = typeof(InstallationTests).Assembly
            .GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
        ToolRun packing = ToolRun.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Repository.Root, _ => { },
            "pack", "-c", configuration, "-o", scratch["packages"], "--no-build");
        Assert.True(packing.ExitCode == 0, packing.Output + packing.Error);
        Assert.DoesNotContain("warning", packing.Output, StringComparison.Ordinal);
        CheckPackages();

        ToolRun walk = ToolRun.Start(
            "bash", scratch.Path, _ => { }, Path.Combine(Repository.Root, "docs", "walkthrough.sh"),
            scratch["packages"]);
        Assert.SkipWhen(walk.Output.Contains("NU1301", StringComparison.Ordinal), "No package source can be reached.");
        Assert.True(walk.ExitCode == 0, walk.Output + walk.Error);
        string[] printed = walk.Error.Split('\n');
        Assert.All(commands[1..^1], command => Assert.Contains($"$ {command}", printed));
        Assert.All(
            walk.Output.TrimEnd('\n').Split('\n')[^10..],
            y => Assert.True(float.TryParse(y, CultureInfo.InvariantCulture, out _), y));
    }

    private void CheckPackages()
    {
        string[] ids =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
                .Select(project => XDocument.Load(project).Descendants("PackageId").SingleOrDefault()?.Value
                    ?? Path.GetFileNameWithoutExtension(project))
                .Order(StringComparer.Ordinal),
        ];
        XElement[] packages = [.. Directory.EnumerateFiles(scratch["packages"], "*.nupkg").Select(Metadata)];
        string version = Assert.Single(packages.Select(package => Value(package, "version")).Distinct());
        Assert.Equal(ids, packages.Select(package => Value(package, "id")).Order(StringComparer.Ordinal));
        Assert.All(
            packages,
            package =>
            {
                Assert.Equal(("MIT", "icon.png", "README.md"),
                    (Value(package, "license"), Value(package, "icon"), Value(package, "readme")));
                Assert.NotEqual("Package Description", Value(package, "description"));
                Assert.True(File.Exists(scratch[$"packages/{Value(package, "id")}.{version}.snupkg"]));
            });
    }

    private static XElement Metadata(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        Assert.Subset(
            archive.Entries.Select(entry => entry.FullName).ToHashSet(),
            new HashSet<string> { "README.md", "icon.png" });
        using Stream content = archive.Entries
            .Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal))
            .Open();
        return XDocument.Load(content).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name).Value;
}
