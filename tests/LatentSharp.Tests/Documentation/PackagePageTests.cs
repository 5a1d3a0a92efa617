namespace LatentSharp.Tests.Documentation;

/// <summary>The pages that packages show. They stand alone: nothing of the repository is beside them.</summary>
public sealed class PackagePageTests
{
    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.Combine(Path.GetDirectoryName(project)!, "README.md"));

    [Fact]
    public void Every_package_has_a_page_without_links_into_the_repository()
    {
        Assert.NotEmpty(Pages);
        Assert.All(Pages, page => Assert.DoesNotContain("](", File.ReadAllText(page), StringComparison.Ordinal));
    }

    [Fact]
    public void Their_code_and_commands_are_those_of_the_other_pages_which_run()
    {
        HashSet<string> elsewhere =
        [
            .. Repository.Pages
                .Where(page => !page.StartsWith("src", StringComparison.Ordinal))
                .SelectMany(page => Repository.Blocks(page, "csharp").Concat(Commands(page))),
        ];
        Assert.All(
            Pages.SelectMany(page => Repository.Blocks(page, "csharp").Concat(Commands(page))),
            text => Assert.Contains(text, elsewhere));
    }

    private static IEnumerable<string> Commands(string page) =>
        Repository.Blocks(page, "sh")
            .SelectMany(block => block.Split('\n'))
            .Where(line => line.StartsWith("latent ", StringComparison.Ordinal));
}
