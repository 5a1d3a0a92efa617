using LatentSharp.Reading;
using LatentSharp.Reading.Findings;

namespace LatentSharp.Tests.Reading;

/// <summary>The verdict and the answers of a categorical latent.</summary>
public class CategoricalDiagnosisTests
{
    [Fact]
    public void The_verdict_says_what_is_well_and_what_is_open()
    {
        Assert.Equal(
            "1.49 of 4 values are open in an example, they carry the labels, the router foretells 31.0% of them, "
                + "the decoder uses z. Nothing to do.",
            Diagnosis.Of(HandMadeValues.Full).Verdict.Text);
        Assert.Equal(
            "1.49 of 4 values are open in an example. Nothing to do in what was measured; open: whether the "
                + "values mean anything, whether the prior finds them, whether the decoder uses z.",
            Diagnosis.Of(HandMadeValues.Reading).Verdict.Text);
        Verdict verdict = Diagnosis.Of(HandMadeValues.With(quantities => quantities with
        {
            PosteriorEntropy = HandMadeValues.Entropy(1.38),
        })).Verdict;
        Assert.Equal(FindingLevel.Warning, verdict.Level);
        Assert.StartsWith("Act: q is undecided", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_speak_of_values_and_not_of_means_or_variances()
    {
        IReadOnlyList<Answer> answers = Diagnosis.Of(HandMadeValues.Full).Answers;
        Assert.Equal("Which concern? Do the values mean anything?", answers[1].Question);
        Assert.StartsWith(
            "It is no part of it: a latent of the categorical family has no variance. Its counterpart is the posterior "
                + "entropy",
            answers[0].Text,
            StringComparison.Ordinal);
        Assert.Contains("Yes for labels", answers[1].Text, StringComparison.Ordinal);
        Assert.Contains("A value means much the same for all x.", answers[1].Text, StringComparison.Ordinal);
        Assert.Contains("a draw is a value", answers[2].Text, StringComparison.Ordinal);
        Assert.Contains("0.0340 apart", answers[3].Text, StringComparison.Ordinal);
        Assert.Contains("In part", answers[4].Text, StringComparison.Ordinal);
        Assert.All(answers, answer =>
        {
            Assert.DoesNotContain("posterior_mean", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("prior_logvar", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("gaussian", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("per dimension", answer.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_was_not_measured_says_what_would_supply_it()
    {
        IReadOnlyList<Answer> answers = Diagnosis.Of(HandMadeValues.Reading).Answers;
        Assert.Contains(
            "The alignment is not measured: supply posterior_logits and labels.",
            answers[1].Text,
            StringComparison.Ordinal);
        Assert.Contains("Neither sharpness nor even use", answers[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_of_each_x_is_told_apart_from_one_of_all()
    {
        Diagnosis diagnosis = Diagnosis.Of(HandMadeValues.Full with
        {
            Quantities = HandMadeValues.Full.Quantities with
            {
                ConditionalInformation = HandMadeValues.Information(0.9, 0.1),
            },
        });
        Assert.Equal(["LS6004"], diagnosis.Findings.Select(finding => finding.Id));
        Assert.Equal(["LS6004"], diagnosis.Answers[1].Findings);
        Assert.Contains(
            "But a value means something else for each x.",
            diagnosis.Answers[1].Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_categorical_readings_are_compared_in_what_they_can_have()
    {
        var comparison = ReadingComparison.Of(
            Diagnosis.Of(HandMadeValues.Full),
            Diagnosis.Of(HandMadeValues.Full with
            {
                Quantities = HandMadeValues.Full.Quantities with { Alignment = HandMadeValues.Alignment(0.42) },
            }));
        Assert.Equal(
            -0.4,
            comparison.Differences.Single(row => row.Quantity == "alignment").Difference!.Value,
            1e-12);
        Assert.DoesNotContain(
            comparison.Differences,
            row => row.Quantity.StartsWith("noise", StringComparison.Ordinal));
    }
}
