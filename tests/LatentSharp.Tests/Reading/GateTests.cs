using LatentSharp.Reading;
using LatentSharp.Reading.Findings;

namespace LatentSharp.Tests.Reading;

public class GateTests
{
    private static readonly Diagnosis Reading = Diagnosis.Of(HandMade.With(quantities => quantities)) with
    {
        Findings = [Found("LS1004", FindingLevel.Note), Found("LS2004", FindingLevel.Warning)],
    };

    [Theory]
    [InlineData(null, 0)]
    [InlineData(FindingLevel.Note, 2)]
    [InlineData(FindingLevel.Warning, 1)]
    [InlineData(FindingLevel.Error, 0)]
    public void Findings_of_the_level_and_above_do_not_pass(FindingLevel? level, int count) =>
        Assert.Equal(count, new Gate { FailOn = level }.Failures(Reading).Count);

    [Fact]
    public void What_is_ignored_passes()
    {
        var gate = new Gate { FailOn = FindingLevel.Note, Ignored = ["LS2004"] };
        Assert.Equal(["LS1004: a title"], gate.Failures(Reading));
    }

    [Fact]
    public void With_a_baseline_its_own_findings_pass()
    {
        Diagnosis baseline = Reading with { Findings = [Found("LS1004", FindingLevel.Note)] };
        var comparison = ReadingComparison.Of(baseline, Reading);
        Assert.Equal(
            ["LS2004: a title"],
            new Gate { FailOn = FindingLevel.Note }.Failures(Reading, comparison));
        Assert.Empty(
            new Gate { FailOn = FindingLevel.Note }.Failures(Reading, ReadingComparison.Of(Reading, Reading)));
    }

    [Fact]
    public void Assertions_are_held_against_the_reading_at_hand()
    {
        var gate = new Gate
        {
            Assertions = [QuantityAssertion.Parse("noise_share < 2"), QuantityAssertion.Parse("noise_share > 2")],
        };
        string failure = Assert.Single(gate.Failures(Reading));
        Assert.StartsWith("noise_share > 2 is not kept: noise_share is ", failure, StringComparison.Ordinal);
    }

    private static Finding Found(string id, FindingLevel level) =>
        new(id, level, "a title", [], "nothing", "none");
}
