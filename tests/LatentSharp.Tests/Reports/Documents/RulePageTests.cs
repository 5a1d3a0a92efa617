using LatentSharp.Reading;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Tests.Reports.Documents;

public class RulePageTests
{
    public static TheoryData<string, string> Rules { get; } =
        [
            .. RuleBook.Rules.Select(rule => (rule.Id, rule.Name)),
            .. RuleBook.ComparisonRules.Select(rule => (rule.Id, rule.Name)),
        ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_library_carries_the_essence_of_every_page_without_its_markup(string id, string name)
    {
        RulePage page = RulePage.Of(id)!;
        Assert.Equal($"{id} {name}", page.Title);
        Assert.NotEmpty(page.Why);
        Assert.All(
            (string[])[page.Condition, .. page.Why],
            paragraph =>
            {
                Assert.DoesNotMatch(@"\*\*|\]\(|```|^#|^- ", paragraph);
                Assert.True(paragraph.Count(c => c == '`') % 2 == 0, paragraph);
            });
    }

    [Fact]
    public void A_rule_of_a_programs_own_has_no_page() => Assert.Null(RulePage.Of("OWN0001"));
}
