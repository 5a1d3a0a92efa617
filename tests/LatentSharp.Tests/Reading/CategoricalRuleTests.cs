using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

/// <summary>The rules of a categorical latent: at their lines, beside them, and without their evidence.</summary>
public class CategoricalRuleTests
{
    private static readonly double Ceiling = Math.Log(HandMadeValues.Values);

    [Theory]
    [InlineData(96, true)] // 4 e^(-96/16) = 0.0099
    [InlineData(95, false)] // 0.0105
    public void Values_are_never_used_where_the_examples_would_have_shown_it(long independent, bool holds)
    {
        LatentReading Of(params int[] unused) => HandMadeValues.With(quantities => quantities with
        {
            Usage = HandMadeValues.Usage(independent, unused),
        });

        Check(new LS6001ValuesNeverUsed(), Of(1, 3), holds);
        Check(new LS6001ValuesNeverUsed(), Of(), false);
        if (holds)
            Assert.Equal(
                "2 of 4 values are never used: value 1, value 3.",
                new LS6001ValuesNeverUsed().Apply(Of(1, 3), null, new Thresholds())!.Title);
        Assert.Null(new LS6001ValuesNeverUsed().Apply(Of(1), null, new Thresholds { UnusedShare = 0.1 }));
    }

    [Fact]
    public void Values_of_several_variables_are_named_with_theirs()
    {
        LatentReading reading = HandMadeValues.With(quantities => quantities with
        {
            Usage = HandMadeValues.Usage() with
            {
                Posterior = [.. new double[40]],
                Unused = [.. Enumerable.Range(1, 10)],
            },
        });
        Assert.Equal(
            "10 of 40 values are never used: value 1 of variable 0, value 2 of variable 0, value 3 of variable 0, "
                + "value 0 of variable 1, value 1 of variable 1, value 2 of variable 1, value 3 of variable 1, value 0 "
                + "of variable 2 and 2 more.",
            new LS6001ValuesNeverUsed().Apply(reading, null, new Thresholds())!.Title);
    }

    [Theory]
    [InlineData(0.91, 0, true)]
    [InlineData(0.9, 0, false)] // at the line
    [InlineData(0.93, 0.01, true)]
    [InlineData(0.91, 0.01, false)] // the error bar holds the line
    public void Q_is_undecided_above_nine_tenths_of_the_ceiling(double share, double error, bool holds) =>
        Check(
            new LS6002Undecided(),
            HandMadeValues.With(quantities => quantities with
            {
                PosteriorEntropy = HandMadeValues.Entropy(share * Ceiling, error * Ceiling),
            }),
            holds);

    [Theory]
    [InlineData(null, FindingLevel.Warning)]
    [InlineData(0.1, FindingLevel.Warning)]
    [InlineData(1.0, FindingLevel.Warning)]
    [InlineData(4.0, FindingLevel.Note)]
    public void An_objective_that_asks_for_no_more_makes_a_note_of_it(double? weight, FindingLevel level) =>
        Assert.Equal(
            level,
            new LS6002Undecided().Apply(
                HandMadeValues.With(quantities => quantities with { PosteriorEntropy = HandMadeValues.Entropy(1.38) })
                    with
                { PriorKlWeight = weight },
                null,
                new Thresholds())!.Level);

    [Theory]
    [InlineData(0.36, 0.02, 0.02, true)]
    [InlineData(0.34, 0.02, 0.02, false)] // within two errors of the difference
    [InlineData(0.34, 0.01, 0.01, true)]
    [InlineData(0.2, 0.01, 0.01, false)]
    public void Values_carry_the_label_where_alignment_beats_chance(
        double accuracy,
        double error,
        double spread,
        bool holds)
    {
        LatentReading reading = HandMadeValues.With(quantities => quantities with
        {
            Alignment = HandMadeValues.Alignment(accuracy, error, 0.29, spread),
        });
        Check(new LS6003ValuesCarryTheLabel(), reading, holds);
        // Codes of each x are no meaning of the values.
        Check(
            new LS6003ValuesCarryTheLabel(),
            reading with
            {
                Quantities = reading.Quantities with { ConditionalInformation = HandMadeValues.Information(0.9, 0.1) },
            },
            false);
    }

    [Theory]
    [InlineData(0.9, 0.1, 0.02, 0.05, true)]
    [InlineData(0.9, 0.1, 0.02, null, true)] // no chance level: what varies is the label's doing
    [InlineData(0.9, 0.41, 0.02, 0.05, true)]
    [InlineData(0.9, 0.42, 0.02, 0.05, false)] // the error bar of the share holds a half
    [InlineData(0.9, 0.8, 0.02, 0.05, false)]
    [InlineData(0.13, 0.0, 0.02, 0.0, false)] // not clear of 0.1 nat
    [InlineData(0.9, 0.1, 0.02, 0.86, false)] // not clear of chance
    [InlineData(0.01, 0.0, 0.02, 0.0, false)]
    public void A_code_is_local_where_it_is_there_and_not_shared(
        double value,
        double global,
        double error,
        double? chance,
        bool holds) =>
        Check(
            new LS6004LocalOnly(),
            HandMadeValues.With(quantities => quantities with
            {
                ConditionalInformation = HandMadeValues.Information(value, global, error, chance),
            }),
            holds);

    [Fact]
    public void A_gaussian_latent_has_none_of_these_and_a_categorical_one_none_of_its()
    {
        string[] Ids(LatentReading reading) => [.. Diagnosis.Of(reading).Findings.Select(finding => finding.Id)];

        Assert.DoesNotContain(Ids(HandMade.WithVariance(9)), id => id.StartsWith("LS6", StringComparison.Ordinal));
        Assert.Equal(["LS6003"], Ids(HandMadeValues.Full));
        Assert.Empty(Ids(HandMadeValues.Reading));
    }

    [Fact]
    public void Arrays_that_disagree_take_the_evidence_of_these_away()
    {
        LatentReading reading = HandMadeValues.Full with
        {
            Checks = EvidenceChecks.None with { LogRatio = new Estimate(0.61, 0.01) },
        };
        Finding finding = Assert.Single(Diagnosis.Of(reading).Findings, found => found.Level == FindingLevel.Error);
        Assert.Equal("LS0001", finding.Id);
        Assert.Contains("the logits of q and p give", finding.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("logvar", finding.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain(Diagnosis.Of(reading).Findings, found => found.Id == "LS6003");
    }

    private static void Check(IRule rule, LatentReading reading, bool holds)
    {
        Finding? finding = rule.Apply(reading, null, new Thresholds());
        Assert.Equal(holds, finding is not null);
        if (finding is null)
            return;
        Assert.Equal((rule.Id, rule.Level), (finding.Id, finding.Level));
        Assert.EndsWith(".", finding.Title, StringComparison.Ordinal);
        Assert.Matches("[0-9]", finding.Title);
        Assert.NotEmpty(finding.Evidence);
        Assert.Contains(" not ", finding.DoesNotSay, StringComparison.Ordinal);
        Assert.NotEmpty(finding.NextStep);
    }
}
