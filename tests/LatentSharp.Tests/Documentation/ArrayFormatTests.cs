using System.Text.RegularExpressions;
using LatentSharp.Evidence;
using static System.StringComparison;

namespace LatentSharp.Tests.Documentation;

public sealed partial class ArrayFormatTests
{
    private const string Page = "docs/formats-arrays.md";

    [Fact]
    public void The_table_has_every_role_with_its_shape_its_elements_its_meaning_and_whether_it_is_required() =>
        Assert.Equal(
            EvidenceRole.All.Select(role =>
                (role.Name, role.Shape, role.Elements.Name, (role.Required ? "required: " : "") + role.Meaning)),
            from row in Row().Matches(Repository.Read(Page))
            select (
                row.Groups["name"].Value, row.Groups["shape"].Value, row.Groups["elements"].Value,
                row.Groups["content"].Value.Replace("`", "", Ordinal).Replace("\\|", "|", Ordinal)));

    [Fact]
    public void The_examples_export_arrays_by_the_names_of_roles()
    {
        string[] roles = [.. EvidenceRole.All.Select(role => role.Name)];
        string[] blocks = Repository.Blocks(Page, "python");
        Assert.Equal(3, blocks.Length);
        foreach (string block in blocks)
        {
            string[] names = [.. Exported().Matches(block).Select(match => match.Groups["name"].Value)];
            Assert.Equal(["posterior_mean", "posterior_logvar"], names[..2]);
            Assert.All(names, name => Assert.Contains(name, roles));
        }
    }

    [GeneratedRegex(
        @"^\| `(?<name>\w+)` \| (?<shape>\[[^|]*) \| (?<elements>\w+) \| (?<content>.*) \|$",
        RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("""(^    |"|[{] ?")(?<name>[a-z_]+)(": |=)(?!\()""", RegexOptions.Multiline)]
    private static partial Regex Exported();
}
