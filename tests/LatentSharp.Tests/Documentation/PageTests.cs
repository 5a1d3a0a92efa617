using System.Text.RegularExpressions;

namespace LatentSharp.Tests.Documentation;

public partial class PageTests
{
    [Fact]
    public void Every_path_that_a_page_names_exists() =>
        Assert.Empty(
            from page in Repository.Pages
            from Match path in PathInRepository().Matches(Repository.Read(page))
            let name = path.Value.TrimEnd('.')
            where !name.Contains("/bin/", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Repository.Root, name))
            select $"{page}: {name}");

    [Fact]
    public void Every_link_between_pages_leads_to_a_file() =>
        Assert.Empty(
            from page in Repository.Pages
            from Match link in Link().Matches(Repository.Read(page))
            let target = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups["target"].Value)
            where !File.Exists(target)
            select $"{page}: {link.Value}");

    [Fact]
    public void The_paths_and_links_of_the_pages_are_found() =>
        Assert.True(
            Repository.Pages.Sum(page => PathInRepository().Count(Repository.Read(page))) > 40
            && Link().Count(Repository.Read("README.md")) >= 5);

    // At the start of a path only: "src/..." within "/home/src/..." is another path.
    [GeneratedRegex(@"(?<![\w/.-])(src|tests|docs|benchmarks|\.ci)/[\w./-]+")]
    private static partial Regex PathInRepository();

    [GeneratedRegex(@"\]\((?<target>[^):#]+)(#[\w-]+)?\)")]
    private static partial Regex Link();
}
