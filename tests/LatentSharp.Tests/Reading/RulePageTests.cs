using System.Text.RegularExpressions;
using LatentSharp.Compute;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tests.Documentation;
using LatentSharp.Tests.Reading.Planted;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Reading;

/// <summary>docs/rules: a page for every rule, under its name, with an example as the rule words it.</summary>
[Trait("speed", "slow")]
public partial class RulePageTests
{
    public static TheoryData<string, string> Rules =>
        [
            .. RuleBook
                .Rules.Select(rule => (rule.Id, rule.Name))
                .Concat(RuleBook.ComparisonRules.Select(rule => (rule.Id, rule.Name))),
        ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_has_a_page_with_its_title_and_its_words(string id, string name)
    {
        string page = $"docs/rules/{id}.md";

        Assert.Equal($"# {id} {name}", Repository.Read(page).Split('\n')[0]);
        string block = Assert.Single(Repository.Blocks(page, "text")), example = Example(id) + "\n";
        if (GoldenFile.IsUpdated && Masked(example) != Masked(block))
            Repository.Write(page, Repository.Read(page).Replace(block, example, StringComparison.Ordinal));
        else
            Assert.Equal(Masked(example), Masked(block));
    }

    [Fact]
    public void Every_page_has_a_rule() =>
        Assert.Equal(
            RuleBook
                .Rules.Select(rule => rule.Id)
                .Concat(RuleBook.ComparisonRules.Select(rule => rule.Id))
                .Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "*.md")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal));

    // The finding as measured on the first latent that it was planted in.
    private static string Example(string id)
    {
        using var device = Device.Cpu(1);
        LatentReading Read(IPlanted latent) => LatentReader.Read(latent.Evidence(), new ReadingOptions(), device);
        Finding finding;
        if (Plants.All.Concat(Plants.Categorical).FirstOrDefault(plant => plant.Findings.Contains(id)) is { } planted)
        {
            finding = Diagnosis.Of(Read(planted.Of(0))).Findings.Single(found => found.Id == id);
        }
        else
        {
            (PlantedLatent before, PlantedLatent after) = Plants.Pairs.First(pair => pair.OnlyRescaled).Of(0);
            finding = ReadingComparison
                .Of(
                    Diagnosis.Of(Read(before) with { Name = "before" }),
                    Diagnosis.Of(Read(after) with { Name = "after" }))
                .Findings.Single(found => found.Id == id);
        }

        return string.Join(
            "\n",
            finding.Evidence.Select(item => "  " + item.Text).Prepend($"{finding.Id}: {finding.Title}"));
    }

    // Numbers may differ in the last digit from machine to machine; the words may not.
    private static string Masked(string text) => Number().Replace(text, "#");

    [GeneratedRegex("-?[0-9][0-9.]*(E[+-][0-9]+)?")]
    private static partial Regex Number();
}
