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

    [Fact]
    public void Every_table_begins_with_a_header_and_has_as_many_cells_in_each_row() =>
        Assert.Empty(
            from page in Repository.Pages
            let lines = Repository.Read(page).Split('\n')
            from number in Enumerable.Range(1, lines.Length - 1)
            where lines[number].StartsWith('|')
            let first = !lines[number - 1].StartsWith('|')
            where first
                ? number + 1 == lines.Length || !Separator().IsMatch(lines[number + 1])
                : CellBorder().Count(lines[number]) != CellBorder().Count(lines[number - 1])
            select $"{page}: line {number + 1}");

    // At the start of a path only: "src/..." within "/home/src/..." is another path.
    [GeneratedRegex(@"(?<![\w/.-])(src|tests|docs|benchmarks|\.ci)/[\w./-]+")]
    private static partial Regex PathInRepository();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();

    [GeneratedRegex(@"^\|(-+:?\|)+$")]
    private static partial Regex Separator();

    [GeneratedRegex(@"\]\((?<target>[^):#]+)(#[\w-]+)?\)")]
    private static partial Regex Link();
}
