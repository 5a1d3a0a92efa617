using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

public class DiagnosisTests
{
    [Fact]
    public void Questions_come_in_order() =>
        Assert.Equal(
            [null, "semantic_alignment", "sampled_latent_stability", "prior_matching", "router_recovery", null],
            Diagnosis.Of(HandMade.Reading()).Answers.Select(answer => answer.Concern));

    [Fact]
    public void Missing_evidence_is_not_measured_and_says_what_to_supply()
    {
        IReadOnlyList<Answer> answers = Diagnosis.Of(HandMade.WithVariance(0.01)).Answers;

        Assert.Contains("not measured: supply labels or factors", answers[1].Text, StringComparison.Ordinal);
        Assert.Contains(
            "not measured: supply nll_at_mean and nll_posterior",
            answers[2].Text,
            StringComparison.Ordinal);
        Assert.Contains("not measured: supply prior_mean and prior_logvar", answers[3].Text, StringComparison.Ordinal);
        Assert.Contains("not measured: supply nll_prior and nll_posterior", answers[4].Text, StringComparison.Ordinal);
        Assert.Contains("no training log; supply a run or its log", answers[5].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void V_post_alone_changes_no_answer_about_a_concern_or_divergence()
    {
        string[] Others(double variance) =>
            [.. Diagnosis.Of(HandMade.WithVariance(variance)).Answers.Skip(1).Select(answer => answer.Text)];

        Assert.Equal(Others(0.01), Others(100));
    }

    [Theory]
    [InlineData(VarianceRole.Active, 0.5, "Active")]
    [InlineData(VarianceRole.DiagnosticOnly, 0.0, "Diagnostic only: its weight is 0")]
    [InlineData(VarianceRole.Unknown, null, "Unknown")]
    public void The_role_comes_first(VarianceRole role, double? weight, string start) =>
        Assert.StartsWith(
            start,
            Diagnosis.Of(HandMade.Reading(role, weight)).Answers[0].Text,
            StringComparison.Ordinal);

    [Fact]
    public void Answers_cite_their_numbers_and_findings()
    {
        LatentReading reading = HandMade.With(
            quantities => quantities with
            {
                PosteriorVariance = HandMade.Variance(4, 0.03),
                SamplingCost = HandMade.Gap(2, 0.1),
                WidthPrice = HandMade.Price(1),
                UsageGap = HandMade.Gap(5, 0.2),
                TestTimeGap = HandMade.Gap(3, 0.2),
                PriorKl = HandMade.Kl(0.2, 2),
                RouterCalibration = HandMade.Calibration(2),
                RouterDetermination = HandMade.Determination(0.2),
                ConditionProbe = HandMade.Condition(0.6),
                SemanticProbe = HandMade.Probe(0.9, 0.01, 0.1, 0.01),
            },
            VarianceRole.DiagnosticOnly, 0);
        var diagnosis = Diagnosis.Of(reading);

        Assert.Equal(["LS1001"], diagnosis.Answers[0].Findings);
        Assert.Contains(
            "V_post 4.000 +- 0.030 (a standard deviation of 2.00 latent units)",
            diagnosis.Answers[0].Text,
            StringComparison.Ordinal);
        Assert.Equal(["LS4003"], diagnosis.Answers[1].Findings);
        // The price rests on the router, which is miscalibrated.
        Assert.Empty(diagnosis.Answers[2].Findings);
        Assert.StartsWith("Open: ", diagnosis.Answers[2].Text, StringComparison.Ordinal);
        Assert.Equal(["LS2002"], diagnosis.Answers[3].Findings);
        Assert.Equal(["LS5001"], diagnosis.Answers[4].Findings);
        Assert.Contains("places 60.0% of it", diagnosis.Answers[4].Text, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Warning, diagnosis.Verdict.Level);
        Assert.StartsWith("Act: the router is", diagnosis.Verdict.Text, StringComparison.Ordinal);
        Assert.EndsWith("And 1 more: LS5001.", diagnosis.Verdict.Text, StringComparison.Ordinal);
        foreach (Answer answer in diagnosis.Answers.Take(5))
            Assert.NotEmpty(answer.Evidence);
    }

    [Fact]
    public void A_healthy_reading_has_nothing_to_do_and_says_what_it_rests_on()
    {
        LatentReading reading = HandMade.With(
            quantities => quantities with
            {
                PosteriorVariance = HandMade.Variance(4, 0.03),
                SamplingCost = HandMade.Gap(2, 0.1),
                WidthPrice = HandMade.Price(2),
                UsageGap = HandMade.Gap(5, 0.2),
                PriorKl = HandMade.Kl(0.2, 2),
                RouterCalibration = HandMade.Calibration(0),
            },
            VarianceRole.DiagnosticOnly,
            0);
        Assert.Equal(
            new Verdict(
                null,
                "V_post is 4.00 in the latent's units (weight 0, nothing penalises it), draws decode as they must, the "
                    + "router is calibrated, the decoder uses z. Nothing to do."),
            Diagnosis.Of(reading).Verdict);
        Assert.Equal(
            "V_post is 0.500 in the latent's units (its weight unknown). Nothing to do in what was measured; open: "
                + "what "
                + "drawing z costs, whether the prior lies where q does, whether the decoder uses z.",
            Diagnosis.Of(HandMade.Reading()).Verdict.Text);
    }

    [Fact]
    public void Findings_are_sorted_errors_first_and_by_id()
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            PosteriorVariance = HandMade.Variance(4),
            UsageGap = HandMade.Gap(0, 0.01),
            SamplingCost = HandMade.Gap(0, 0.01),
            WidthPrice = HandMade.Price(0),
            PriorKl = HandMade.Kl(0.2, 2),
            RouterCalibration = HandMade.Calibration(2),
        });
        LatentReading diverged = reading with { History = HandMade.History(step => step < 50 ? 10 : 1e4) };

        Assert.Equal(
            ["LS9002", "LS2002", "LS4001", "LS1003"],
            Diagnosis.Of(diverged).Findings.Select(finding => finding.Id));
    }

    [Fact]
    public void Rules_have_distinct_ids_in_order()
    {
        string[] ids = [.. RuleBook.Rules.Select(rule => rule.Id)];

        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(32, ids.Length + RuleBook.ComparisonRules.Count);
    }
}
