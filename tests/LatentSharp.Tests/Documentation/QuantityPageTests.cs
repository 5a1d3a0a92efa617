using System.Text.RegularExpressions;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities.Book;
using static System.StringComparison;

namespace LatentSharp.Tests.Documentation;

public sealed partial class QuantityPageTests
{
    private static readonly string Page = Repository.Read("docs/reading.md");

    [Fact]
    public void The_table_has_every_quantity_with_its_label_its_unit_how_to_read_it_and_what_it_needs() =>
        Assert.Equal(
            QuantityBook.All.Select(quantity => (
                quantity.Key, quantity.Label, quantity.Unit, quantity.HowToRead, quantity.Needs.Sentence)),
            from row in Row().Matches(Page)
            select (
                row.Groups["key"].Value, Cell(row, "label"), Cell(row, "unit"), Cell(row, "reads"),
                Cell(row, "needs")));

    [Theory]
    [InlineData("semantic alignment", "semantic_probe")]
    [InlineData("sampled-latent stability", "sampling_cost", "width_price")]
    [InlineData("prior matching", "prior_kl", "router_calibration", "breadth_ratio", "aggregate_gap")]
    [InlineData(
        "router recovery", "router_determination", "condition_probe", "test_time_gap", "usage_gap")]
    public void A_concern_names_the_arrays_that_its_quantities_need(string concern, params string[] keys)
    {
        string row = Page.Split('\n').Single(line => line.StartsWith($"| {concern} |", Ordinal));
        string supply = row.Split('|', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal(
            keys.SelectMany(key => QuantityBook.Find(key)!.Needs.Alternatives.SelectMany(roles => roles)).ToHashSet(),
            EvidenceRole.All.Where(role => supply.Contains($"`{role}`", Ordinal)).ToHashSet());
    }

    private static string Cell(Match row, string group) =>
        row.Groups[group].Value.Replace("`", "", Ordinal).Replace("\\|", "|", Ordinal);

    [GeneratedRegex(
        @"^\| `(?<key>\w+)` \| (?<label>(\\\||[^|])+) \| (?<unit>[^|]+) \| (?<reads>(\\\||[^|])+) \| ?"
            + @"(?<needs>[^|]*?) ?\|$",
        RegexOptions.Multiline)]
    private static partial Regex Row();
}
