using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

/// <summary>
/// Every rule of a single reading: it holds, it does not, at its line, beside it, and without its evidence.
/// </summary>
public class RuleTests
{
    [Theory]
    [InlineData(2, 0, true)] // at the line
    [InlineData(1.999, 0, false)]
    [InlineData(2.1, 0.04, true)]
    [InlineData(2.1, 0.06, false)] // the error bar holds the line
    [InlineData(double.NaN, 0, false)]
    public void Breadth_is_large_from_the_line_up_beyond_its_error_bar(double value, double error, bool large)
    {
        Check(new LS1001BroadBecauseFree(), HandMade.WithVariance(value, error, VarianceRole.DiagnosticOnly, 0), large);
        Check(new LS1002BroadThoughPenalised(), HandMade.WithVariance(value, error, VarianceRole.Active, 0.1), large);
        Check(new LS1003RoleUnknown(), HandMade.WithVariance(value, error), large);
    }

    [Theory]
    [InlineData(VarianceRole.Unknown, null, "LS1003")]
    [InlineData(VarianceRole.DiagnosticOnly, 0.0, "LS1001")]
    [InlineData(VarianceRole.Active, 0.5, "LS1002")]
    public void Broadness_has_one_finding_by_role(VarianceRole role, double? weight, string id)
    {
        string[] found =
        [
            .. Diagnosis.Of(HandMade.WithVariance(4, 0.1, role, weight)).Findings.Select(finding => finding.Id),
        ];

        Assert.Equal([id], found.Where(other => other is "LS1001" or "LS1002" or "LS1003"));
    }

    [Fact]
    public void Broad_because_free_is_silent_where_training_went_wrong()
    {
        LatentReading reading = HandMade.WithVariance(4, role: VarianceRole.DiagnosticOnly, weight: 0);

        Check(
            new LS1001BroadBecauseFree(),
            reading with
            {
                History = HandMade.History(step => 10 - 0.05 * step),
            },
            true);
        Check(
            new LS1001BroadBecauseFree(),
            reading with
            {
                History = HandMade.History(step => step == 50 ? double.NaN : 10),
            },
            false);
        Check(
            new LS1001BroadBecauseFree(),
            reading with
            {
                History = HandMade.History(step => step < 50 ? 10 : 1e4),
            },
            false);
    }

    [Fact]
    public void A_penalty_states_its_share_and_its_gradient()
    {
        // w V / D = 0.5 * 4 / 4
        LatentReading reading = HandMade.WithVariance(4, 0.1, VarianceRole.Active, 0.5);
        Finding alone = new LS1002BroadThoughPenalised().Apply(reading, health: null, new Thresholds())!;
        Finding beside = new LS1002BroadThoughPenalised().Apply(
            reading with
            {
                PosteriorVarianceRole = new ObjectiveRole(VarianceRole.Active, 0.5, 2, 0.02),
            },
            health: null,
            new Thresholds())!;

        Assert.Equal(0.5, alone.Evidence.Single(item => item.Quantity == "posterior_variance.gradient").Value);
        Assert.DoesNotContain(alone.Evidence, item => item.Quantity == "posterior_variance.share_of_objective");
        Assert.Contains("not measured", alone.Title, StringComparison.Ordinal);
        Assert.Equal(
            0.02,
            beside.Evidence.Single(item => item.Quantity == "posterior_variance.share_of_objective").Value);
        Assert.Contains("2.00% of the objective", beside.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_dimensions_own_half_of_the_sum()
    {
        Check(new LS1004OwnedByFewDimensions(), Over(30, 1, 1, 1, 1, 1, 1, 1, 1, 1), true);
        Check(new LS1004OwnedByFewDimensions(), Over(9, 1, 1, 1, 1, 1, 1, 1, 1, 1), true); // exactly half
        Check(new LS1004OwnedByFewDimensions(), Over(8.9, 1, 1, 1, 1, 1, 1, 1, 1, 1), false);
        Check(new LS1004OwnedByFewDimensions(), Over(15, 15, 1, 1, 1, 1, 1, 1, 1, 1), false); // two of ten are not few
        Check(
            new LS1004OwnedByFewDimensions(),
            Over([.. Enumerable.Repeat(30.0, 2), .. Enumerable.Repeat(1.0, 18)]),
            true); // two of twenty are
        // The median is large itself.
        Check(new LS1004OwnedByFewDimensions(), Over(300, 2, 2, 2, 2, 2, 2, 2, 2, 2), false);
        Check(new LS1004OwnedByFewDimensions(), Over(5, 1), false); // one of two always carries half
        Check(new LS1004OwnedByFewDimensions(), Over(5), false);

        static LatentReading Over(params double[] perDimension) =>
            HandMade.With(quantities =>
                quantities with
                {
                    PosteriorVariance = HandMade.Variance(perDimension.Average(), 0, perDimension),
                }
            );
    }

    [Theory]
    [InlineData(0.1, 0, 0.49, 0, true, false)]
    [InlineData(0.1, 0, 0.5, 0, false, true)] // at the line: at least a half is noise
    [InlineData(0.1001, 0, 0.3, 0, false, false)]
    [InlineData(0.09, 0.006, 0.3, 0, false, false)] // the error bar of V_post holds its line
    [InlineData(0.05, 0.001, 0.49, 0.01, false, false)] // that of the noise share holds its own
    [InlineData(0.05, 0.001, 0.51, 0.01, false, false)]
    [InlineData(0.05, 0.001, 0.9, 0.01, false, true)]
    public void Smallness_is_sharp_or_in_units_only(
        double variance,
        double varianceError,
        double noise,
        double noiseError,
        bool sharp,
        bool unitsOnly)
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            PosteriorVariance = HandMade.Variance(variance, varianceError),
            NoiseShare = HandMade.Noise(noise, noiseError),
        });

        Check(new LS1005Sharp(), reading, sharp);
        Check(new LS1007SmallInUnitsOnly(), reading, unitsOnly);
    }

    [Theory]
    [InlineData(4, 4, 1, 0.01, true)]
    [InlineData(4, 4, 1.5, 0.01, true)] // at the line
    [InlineData(4, 4, 1.51, 0.01, false)]
    [InlineData(4, 4, 0.6, 0.01, false)]
    [InlineData(4, 1.9, 1.2, 0.01, false)] // the prior is not broad
    [InlineData(1.9, 4, 1, 0.01, false)] // q is not broad
    [InlineData(4, 4, 1, 0.05, false)] // at the line
    public void Broad_together_needs_both_to_be_broad_and_alike(
        double variance,
        double prior,
        double ratio,
        double variancePart,
        bool holds) =>
        Check(
            new LS2001BroadTogether(),
            HandMade.With(quantities => quantities with
            {
                PosteriorVariance = HandMade.Variance(variance),
                PriorVariance = HandMade.Variance(prior),
                BreadthRatio = new BreadthRatio(ratio),
                PriorKl = HandMade.Kl(variancePart, 3),
            }),
            holds);

    [Theory]
    [InlineData(0.5, 0.5, 0, false)] // at the line
    [InlineData(0.4, 0.61, 0, true)]
    [InlineData(0.4, 0.61, 0.03, false)] // 4.04 +- 0.03 over four dimensions: the error bar holds the line
    [InlineData(0.4, 0.61, 0.01, true)]
    public void A_mismatch_is_more_than_one_nat_per_dimension(
        double variancePart,
        double meanPart,
        double error,
        bool holds) =>
        Check(
            new LS2002PriorMismatch(),
            HandMade.With(quantities => quantities with { PriorKl = HandMade.Kl(variancePart, meanPart, error) }),
            holds);

    [Theory]
    [InlineData(3, 0.1, "mean")]
    [InlineData(0.1, 3, "variance")]
    public void A_mismatch_says_which_part(double meanPart, double variancePart, string part)
    {
        Finding finding = new LS2002PriorMismatch().Apply(
            HandMade.With(quantities => quantities with { PriorKl = HandMade.Kl(variancePart, meanPart) }),
            health: null,
            new Thresholds())!;

        Assert.EndsWith($"in the {part}.", finding.Title, StringComparison.Ordinal);
        Assert.Contains(
            finding.Evidence,
            item => item.Text.Contains("dimensions 0, 1, 2, 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, 20, true)]
    [InlineData(19, 20, true)] // at the line
    [InlineData(18, 20, false)]
    [InlineData(0, 20, false)]
    public void Collapsed_from_95_percent_of_the_dimensions(int count, int of, bool holds) =>
        Check(
            new LS2003Collapsed(),
            HandMade.With(quantities =>
                quantities with
                {
                    CollapsedUnits = new Units(count, [.. Enumerable.Range(0, count)], of),
                }
            ),
            holds);

    [Theory]
    [InlineData(1.3, 0.1, true)]
    [InlineData(1.2, 0.1, false)] // at the line
    [InlineData(1.3, 0.2, false)]
    [InlineData(0.5, 0.01, false)]
    public void An_aggregate_gap_is_beyond_one_nat_and_its_error_bar(double gap, double error, bool holds) =>
        Check(
            new LS2004AggregateGap(),
            HandMade.With(quantities =>
                quantities with
                {
                    AggregateGap = new AggregateGap(new Estimate(gap, error), 1000, 1000),
                }
            ),
            holds);

    [Fact]
    public void An_aggregate_gap_that_few_examples_explain_is_no_finding()
    {
        // Four dimensions, Var mu / V = 20: at most 1/2 * 4 * ln 21 = 6.09 nats of information, of which 3 were seen.
        LatentReading few = HandMade.With(quantities => quantities with
        {
            PosteriorVariance = HandMade.Variance(0.05),
            AggregateGap = new AggregateGap(new Estimate(4, 0.01), 1000, 1000),
        });
        LatentReading many = few with
        {
            Quantities = few.Quantities with { AggregateGap = new AggregateGap(new Estimate(4.2, 0.01), 1000, 1000) },
        };

        Check(new LS2004AggregateGap(), few, false);
        Check(new LS2004AggregateGap(), many, true);
        Assert.Contains("too few for so sharp a latent", Diagnosis.Of(few).Answers[3].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0.1, 10, true)]
    [InlineData(0.5, 0.1, 10, false)] // at the line: 5%
    [InlineData(1, 0.5, 10, false)] // not above 0 by two standard errors
    [InlineData(1, 0.1, -10, true)] // densities: 5% of the magnitude
    [InlineData(0.4, 0.01, -10, false)]
    [InlineData(-1, 0.1, 10, false)]
    public void Samples_cost_the_decoder_or_decode_as_means(double cost, double error, double baseline, bool holds)
    {
        LatentReading reading = HandMade.With(quantities =>
            quantities with
            {
                SamplingCost = HandMade.Gap(cost, error, baseline),
            }
        );

        Check(new LS3001SamplesCostTheDecoder(), reading, holds);
        Check(new LS3002SamplesDecodeAsMeans(), reading, !holds);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0.2, 0.1, true)] // at the line
    [InlineData(0.21, 0.1, false)]
    [InlineData(-3, 0.1, true)]
    public void A_latent_is_unused_where_another_examples_serves_as_well(double gap, double error, bool holds) =>
        Check(
            new LS4001LatentUnused(),
            HandMade.With(quantities => quantities with { UsageGap = HandMade.Gap(gap, error) }),
            holds);

    [Theory]
    // The line is 2.326 (1% of chance) * 1.5 (five folds) * 0.05 = 0.1745 above.
    [InlineData(0.27, 0.03, 0.1, 0.04, false)]
    [InlineData(0.28, 0.03, 0.1, 0.04, true)]
    [InlineData(0.9, 0.01, 0.1, 0.01, true)]
    public void Means_carry_the_label_where_the_probe_beats_its_control(
        double score,
        double error,
        double control,
        double controlError,
        bool beats)
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            PosteriorVariance = HandMade.Variance(0.05),
            SemanticProbe = HandMade.Probe(score, error, control, controlError),
        });

        Check(new LS4003MeansCarryTheLabel(), reading, beats);
        Check(new LS4002SharpButMeaningless(), reading, !beats);
        Check(
            new LS4002SharpButMeaningless(),
            reading with
            {
                Quantities = reading.Quantities with { PosteriorVariance = HandMade.Variance(0.5) },
            },
            false);
    }

    [Fact]
    public void Of_many_probes_each_must_clear_more()
    {
        // 3.719 standard errors at 100 probes, where one needs 2.326: 0.279 and 0.174 above the control.
        Probe weak = HandMade.Probe(0.3, 0.03, 0.1, 0.04).Probes[0],
            none = HandMade.Probe(0.1, 0.03, 0.1, 0.04).Probes[0];
        LatentReading alone = HandMade.With(quantities =>
            quantities with
            {
                SemanticProbe = new SemanticProbe([weak]),
            }
        );
        LatentReading among = HandMade.With(quantities =>
            quantities with
            {
                SemanticProbe = new SemanticProbe([weak, .. Enumerable.Repeat(none, 99)]),
            }
        );

        Check(new LS4003MeansCarryTheLabel(), alone, true);
        Check(new LS4003MeansCarryTheLabel(), among, false);
    }

    [Theory]
    [InlineData(1, 0.1, 5, true)]
    [InlineData(0.5, 0.1, 5, false)] // at the line: a tenth of the usage gap
    [InlineData(1, 0.5, 5, false)] // not above 0 by two standard errors
    [InlineData(0, 0, 0, false)]
    public void The_router_loses_the_latent_or_recovers_it(double lost, double error, double usage, bool holds)
    {
        LatentReading reading = HandMade.With(quantities =>
            quantities with
            {
                TestTimeGap = HandMade.Gap(lost, error),
                UsageGap = HandMade.Gap(usage, 0.1),
            }
        );

        Check(new LS5001RouterLosesTheLatent(), reading, holds);
        Check(new LS5002RouterRecovers(), reading, !holds);
    }

    [Theory]
    [InlineData(-60, -50, 1, true)]
    [InlineData(-50.9, -50, 0.1, false)]
    [InlineData(-52, -50, 1.5, false)]
    public void The_router_misses_posterior_mass_where_weighted_draws_of_q_find_more_than_a_nat_beyond_both_errors(
        double router,
        double importance,
        double error,
        bool missed)
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            TestTimeGap = HandMade.Gap(5, 0.1),
            UsageGap = HandMade.Gap(10, 0.1),
            ConditionalLikelihood = new ConditionalLikelihood(Estimate(router), Estimate(importance)),
        });
        Finding finding = new LS5001RouterLosesTheLatent().Apply(reading, health: null, new Thresholds())!;
        Assert.Equal(
            missed,
            finding.Evidence.Any(item =>
                item.Text.EndsWith("the router misses posterior mass", StringComparison.Ordinal)));

        LikelihoodEstimate Estimate(double value) => new(new Estimate(value, error), 50, 10, 0.5, 0.1);
    }

    [Fact]
    public void A_test_time_gap_without_a_usage_gap_says_nothing()
    {
        LatentReading reading = HandMade.With(quantities => quantities with { TestTimeGap = HandMade.Gap(1, 0.1) });

        Check(new LS5001RouterLosesTheLatent(), reading, false);
        Check(new LS5002RouterRecovers(), reading, false);
    }

    [Fact]
    public void Without_evidence_no_rule_speaks() => Assert.Empty(Diagnosis.Of(HandMade.Reading()).Findings);

    [Fact]
    public void Thresholds_move_the_lines() =>
        Assert.NotNull(
            new LS1003RoleUnknown().Apply(
                HandMade.WithVariance(1.5),
                health: null,
                new Thresholds { LargeVariance = 1.5 }));

    private static void Check(IRule rule, LatentReading reading, bool holds)
    {
        var thresholds = new Thresholds();
        Finding? finding = rule.Apply(
            reading,
            reading.History is { } history ? TrainingHealth.Of(history, thresholds) : null,
            thresholds);

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
