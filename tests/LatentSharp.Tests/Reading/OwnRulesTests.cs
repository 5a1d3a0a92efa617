using LatentSharp.Compute;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports;
using LatentSharp.Reports.Rendering.Sarif;
using LatentSharp.Reports.Rendering.Text;

namespace LatentSharp.Tests.Reading;

/// <summary>Rules that a program adds to the book's, or takes in their place.</summary>
public class OwnRulesTests
{
    [Fact]
    public void Rules_are_applied_beside_the_books_and_their_findings_sorted_with_them()
    {
        LatentReading reading = HandMade.WithVariance(4);
        var diagnosis = Diagnosis.Of(
            reading,
            thresholds: null,
            [new Given("zeal", FindingLevel.Note), .. RuleBook.Rules, new Given("A-1_b", FindingLevel.Error)]);

        Assert.Equal(["A-1_b", "LS1003", "zeal"], diagnosis.Findings.Select(finding => finding.Id));
        Assert.Equal(RuleBook.Rules.Count + 2, diagnosis.Rules.Count);
        Assert.Equal(
            Diagnosis.Of(reading).Answers.Select(answer => answer.Text),
            diagnosis.Answers.Select(answer => answer.Text));
    }

    [Fact]
    public void Rules_may_stand_in_place_of_the_books_and_then_no_other_is_listed_as_looked_for()
    {
        var diagnosis = Diagnosis.Of(HandMade.WithVariance(4), thresholds: null, [new Given("MINE")]);

        Assert.Equal(["MINE"], diagnosis.Findings.Select(finding => finding.Id));
        Assert.Empty(diagnosis.Answers.SelectMany(answer => answer.Findings));
        string sarif = ReadingSarif.Render(diagnosis, "run");
        Assert.Contains("\"MINE\"", sarif, StringComparison.Ordinal);
        Assert.DoesNotContain("LS1003", sarif, StringComparison.Ordinal);
        Assert.Empty(Diagnosis.Of(HandMade.WithVariance(4), thresholds: null, rules: []).Findings);
    }

    [Fact]
    public void A_reading_of_arrays_applies_the_rules_of_its_options()
    {
        using var device = Device.Cpu(1);
        var options = new SourceOptions { Rules = [.. RuleBook.Rules, new Given("MINE")] };
        Diagnosis diagnosis = ReportSource.Read(EvidenceOf.Means(1, [-1, 0, 1]), device, options).Diagnosis;

        Assert.Contains(diagnosis.Findings, finding => finding.Id == "MINE");
    }

    [Fact]
    public void A_finding_without_evidence_has_none_in_words()
    {
        var diagnosis = Diagnosis.Of(HandMade.Reading(), thresholds: null, [new Given("MINE")]);

        Assert.Contains(
            "\"It holds. What it does not say: Anything else. Next step: None.\"",
            ReadingSarif.Render(diagnosis, "run"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("    evidence  ", ReadingText.Render(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MINE", "two rules have the id 'MINE'")]
    [InlineData("LS1003", "has the id 'LS1003', and LS with a number is the library's")]
    [InlineData("LS1006", "has the id 'LS1006', and LS with a number is the library's")]
    [InlineData("LS1", "has the id 'LS1', and LS with a number is the library's")]
    [InlineData("", "a rule has the id ''; give a letter")]
    [InlineData("1A", "a rule has the id '1A'; give a letter")]
    [InlineData("my rule", "a rule has the id 'my rule'; give a letter")]
    [InlineData("MINE\n", "a rule has the id 'MINE\n'; give a letter")]
    public void An_id_that_is_taken_or_cannot_be_written_is_refused_by_name(string id, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => Diagnosis.Of(
                HandMade.Reading(),
                thresholds: null,
                [.. RuleBook.Rules, new Given("MINE"), new Given(id)])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_rule_of_the_book_that_is_given_twice_is_refused_by_name() =>
        Assert.Contains(
            "two rules have the id 'LS1001'",
            Assert.Throws<ArgumentException>(() => Diagnosis.Of(
                HandMade.Reading(),
                thresholds: null,
                [.. RuleBook.Rules, RuleBook.Rules.Single(rule => rule.Id == "LS1001")])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_finding_by_another_id_than_its_rules_is_refused_by_name() =>
        Assert.Equal(
            "Diagnosis: the rule 'MINE' makes a finding with the id 'OTHER'; give it the rule's id.",
            Assert.Throws<ArgumentException>(() => Diagnosis.Of(
                HandMade.Reading(),
                thresholds: null,
                [new Given("MINE", FindingLevel.Note, "OTHER")])).Message);

    private sealed class Given(string id, FindingLevel level = FindingLevel.Note, string? findingId = null) : IRule
    {
        public string Id => id;

        public string Name => "Given";

        public FindingLevel Level => level;

        public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds) =>
            new(findingId ?? id, level, "It holds.", [], "Anything else.", "None.");
    }
}
