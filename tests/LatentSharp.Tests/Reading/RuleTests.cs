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
    [InlineData(0.1, 0, 0.49, true, false)]
    [InlineData(0.1, 0, 0.5, false, true)] // at the line: at least a half is noise
    [InlineData(0.1001, 0, 0.3, false, false)]
    [InlineData(0.09, 0.006, 0.3, false, false)] // the error bar of V_post holds its line
    [InlineData(0.05, 0.001, 0.9, false, true)]
    public void Smallness_is_sharp_or_in_units_only(
        double variance,
        double varianceError,
        double noise,
        bool sharp,
        bool unitsOnly)
    {
        // One active dimension of the given noise share; what is idle is all noise and says nothing.
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            PosteriorVariance = HandMade.Variance(variance, varianceError),
            NoiseShare = new NoiseShare(new Estimate(0.9, 0), [noise, 1, 1, 1], [1, 0, 0, 0]),
            ActiveUnits = new Units(1, [0], 4),
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
    [InlineData(0.5, 0, 4, false)] // at the line
    [InlineData(0.6, 0.04, 4, true)]
    [InlineData(0.6, 0.06, 4, false)] // the error bar holds the line
    [InlineData(0.9, 0.01, 10, false)] // less than a tenth of K
    [InlineData(1.1, 0.01, 10, true)]
    [InlineData(-3, 0.1, 40, false)] // a large K alone is no mismatch
    public void A_router_is_miscalibrated_from_half_a_nat_and_a_tenth_of_k_on(
        double gain,
        double error,
        double divergence,
        bool holds) =>
        Check(new LS2002RouterMiscalibrated(), Calibrated(gain, error, divergence), holds);

    [Theory]
    [InlineData(0, 3, "over-confident")]
    [InlineData(0, 0.2, "under-confident")]
    [InlineData(2, 1.01, "shifted")]
    public void A_miscalibrated_router_is_told_how(double shift, double scale, string fault)
    {
        Finding finding = new LS2002RouterMiscalibrated().Apply(
            Calibrated(2, 0.01, 4, shift, scale),
            health: null,
            new Thresholds())!;
        Assert.Contains(fault, finding.Title, StringComparison.Ordinal);
        Assert.Contains("to 2.00.", finding.Title, StringComparison.Ordinal);
        Assert.Contains(
            finding.Evidence,
            item => item.Text.Contains("dimensions 0, 1, 2, 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.11, 0, true)]
    [InlineData(0.1, 0, false)] // at the line
    [InlineData(0.2, 2, false)] // what shift and scale explain is LS2002's
    public void A_shape_is_named_where_place_and_width_are_right(double shape, double gain, bool holds) =>
        Check(new LS2005RouterShape(), Calibrated(gain, 0.01, 4, shape: shape), holds);

    [Fact]
    public void Collapsed_dimensions_are_a_warning_where_they_are_all_and_a_note_where_some_remain()
    {
        Assert.Null(Of(0));
        Assert.Equal(FindingLevel.Note, Of(1)!.Level);
        Assert.Contains("dimension 3 remains", Of(3)!.Title, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Warning, Of(4)!.Level);

        static Finding? Of(int count) => new LS2003Collapsed().Apply(
            HandMade.With(quantities => quantities with
            {
                CollapsedUnits = new Units(count, [.. Enumerable.Range(0, count)], 4),
            }),
            health: null,
            new Thresholds());
    }

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
            MutualInformation = new MutualInformation(new Estimate(3, 0.1), Ceiling: 3.5, 1000, 1),
        });
        LatentReading many = few with
        {
            Quantities = few.Quantities with { AggregateGap = new AggregateGap(new Estimate(4.2, 0.01), 1000, 1000) },
        };

        Check(new LS2004AggregateGap(), few, false);
        Check(new LS2004AggregateGap(), many, true);
        // Where the information is not near what the examples can show, they are enough.
        Check(
            new LS2004AggregateGap(),
            few with
            {
                Quantities = few.Quantities with
                {
                    MutualInformation = new MutualInformation(new Estimate(3, 0.1), Ceiling: 4.1, 1000, 1),
                },
            },
            true);
        Assert.Contains("too few for so sharp a latent", Diagnosis.Of(few).Answers[3].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.6, 0.01, 1, true)]
    [InlineData(1.5, 0, 1, false)] // at both lines
    [InlineData(0.55, 0.01, 0.02, true)]
    [InlineData(0.49, 0.01, 0.02, false)] // less than half a nat beyond
    [InlineData(20, 0.1, 14, false)] // less than half of the price beyond
    [InlineData(1.6, 0.1, 1, false)] // the error bar holds the line
    public void Drawing_costs_too_much_beyond_its_price(double cost, double error, double price, bool holds)
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            SamplingCost = HandMade.Gap(cost, error),
            WidthPrice = HandMade.Price(price, 0),
            UsageGap = HandMade.Gap(3, 0.1),
        });

        Check(new LS3001DrawingCostsTooMuch(), reading, holds);
        Check(new LS3002DrawingCostsItsWidth(), reading, !holds);
        Check(
            new LS3002DrawingCostsItsWidth(),
            reading with { Quantities = reading.Quantities with { UsageGap = HandMade.Gap(0.04, 0.01) } },
            false);
    }

    [Fact]
    public void A_price_that_rests_on_a_miscalibrated_router_says_nothing_of_drawing()
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            SamplingCost = HandMade.Gap(1, 0.01),
            WidthPrice = HandMade.Price(0.1, 0),
            UsageGap = HandMade.Gap(3, 0.1),
            PriorKl = HandMade.Kl(0.2, 2),
            RouterCalibration = HandMade.Calibration(0),
        });
        Check(new LS3001DrawingCostsTooMuch(), reading, true);

        LatentReading miscalibrated =
            reading with { Quantities = reading.Quantities with { RouterCalibration = HandMade.Calibration(2) } };
        Check(new LS3001DrawingCostsTooMuch(), miscalibrated, false);
        Check(new LS3002DrawingCostsItsWidth(), miscalibrated, false);
        // The variance of a fixed prior is no estimate.
        Check(new LS3001DrawingCostsTooMuch(), miscalibrated with { PriorIsStandard = true }, true);
    }

    [Fact]
    public void A_mean_that_carries_a_label_is_said_to_be_hidden_where_no_draw_carries_it()
    {
        Assert.Contains("A draw carries 0.9", Title(0.9), StringComparison.Ordinal);
        Assert.Contains("Their noise hides it: a draw carries 0.11", Title(0.11), StringComparison.Ordinal);

        static string Title(double fromDraw)
        {
            SemanticProbe semantic = HandMade.Probe(0.9, 0.01, 0.1, 0.01);
            Probe probe = semantic.Probes[0] with { FromDraw = new Estimate(fromDraw, 0.01) };
            LatentReading reading = HandMade.With(quantities => quantities with
            {
                SemanticProbe = new SemanticProbe([probe]),
            });
            return new LS4003MeansCarryTheLabel().Apply(reading, health: null, new Thresholds())!.Title;
        }
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0.03, 0.01, false)] // at the line
    [InlineData(0.02, 0.01, true)]
    [InlineData(0, 90, false)] // an error bar that holds both answers is open
    [InlineData(-3, 0.1, true)]
    public void A_latent_is_unused_where_another_examples_serves_as_well(double gap, double error, bool holds)
    {
        LatentReading reading = HandMade.With(quantities => quantities with { UsageGap = HandMade.Gap(gap, error) });
        Check(new LS4001LatentUnused(), reading, holds);
        Check(
            new LS4001LatentUnused(),
            reading with { Quantities = reading.Quantities with { TestTimeGap = HandMade.Gap(1, 0.1) } },
            false);
    }

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
        Check(new LS4002MeansCarryNoLabel(), reading, !beats);
        // Whatever V_post is; it is called sharp only where it is small.
        LatentReading broad = reading with
        {
            Quantities = reading.Quantities with { PosteriorVariance = HandMade.Variance(0.5) },
        };
        Check(new LS4002MeansCarryNoLabel(), broad, !beats);
        Assert.Equal([!beats, false], new[] { reading, broad }.Select(each =>
            new LS4002MeansCarryNoLabel().Apply(each, null, new Thresholds())?.Title
                .Contains("sharp but meaningless", StringComparison.Ordinal) ?? false));
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
    [InlineData(0.5, 0.39, 0, true)]
    [InlineData(0.5, 0.4, 0, false)] // at the line
    [InlineData(0.5, 0.35, 0.03, false)] // the error bars hold it
    [InlineData(0.04, 0, 0, false)] // x tells nothing, and nothing is lost
    [InlineData(0.3, 0.9, 0, false)]
    public void The_router_misses_what_x_tells_or_recovers_it(double told, double placed, double error, bool holds)
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            RouterDetermination = HandMade.Determination(placed, error),
            ConditionProbe = HandMade.Condition(told, error),
            RouterCalibration = HandMade.Calibration(0),
            PriorKl = HandMade.Kl(0.1, 3),
            UsageGap = HandMade.Gap(3, 0.1),
        });

        Check(new LS5001RouterMissesWhatXTells(), reading, holds);
        Check(new LS5002RouterRecovers(), reading, !holds);
        // A fixed prior has nothing to find.
        Check(new LS5001RouterMissesWhatXTells(), reading with { PriorIsStandard = true }, false);
        Check(new LS5002RouterRecovers(), reading with { PriorIsStandard = true }, false);
        // Nor has one whose means are the same for all examples, whatever its units.
        Check(new LS5002RouterRecovers(), reading with { PriorIsShared = true }, false);
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
            RouterDetermination = HandMade.Determination(0.1),
            ConditionProbe = HandMade.Condition(0.8),
            ConditionalLikelihood = new ConditionalLikelihood(Estimate(router), Estimate(importance)),
        });
        Finding finding = new LS5001RouterMissesWhatXTells().Apply(reading, health: null, new Thresholds())!;
        Assert.Equal(
            missed,
            finding.Evidence.Any(item =>
                item.Text.EndsWith("the router misses posterior mass", StringComparison.Ordinal)));

        LikelihoodEstimate Estimate(double value) => new(new Estimate(value, error), 50, 10, 0.5, 0.1);
    }

    [Fact]
    public void A_router_that_is_over_confident_on_held_out_data_alone_has_learnt_by_heart()
    {
        LatentReading reading = HandMade.With(quantities => quantities with
        {
            PriorKl = HandMade.Kl(0.2, 2),
            RouterCalibration = HandMade.Calibration(2),
        });
        Check(new LS5001RouterMissesWhatXTells(), reading, false);
        Check(new LS5001RouterMissesWhatXTells(), Trained(reading, 0.1), true);
        // On its training data too: it was never calibrated, and LS2002 says so.
        Check(new LS5001RouterMissesWhatXTells(), Trained(reading, 2), false);
        Check(new LS5001RouterMissesWhatXTells(), Trained(reading, 0.1) with { PriorIsStandard = true }, false);
        LatentReading calibrated =
            reading with { Quantities = reading.Quantities with { RouterCalibration = HandMade.Calibration(0) } };
        Check(new LS5001RouterMissesWhatXTells(), Trained(calibrated, 0.1), false);

        static LatentReading Trained(LatentReading reading, double gain) =>
            reading with { OnTraining = new TrainingCalibration(new Estimate(gain, 0.01), new Estimate(3, 0.01)) };
    }

    [Fact]
    public void A_test_time_gap_without_a_usage_gap_says_nothing()
    {
        LatentReading reading = HandMade.With(quantities => quantities with { TestTimeGap = HandMade.Gap(1, 0.1) });

        Check(new LS5001RouterMissesWhatXTells(), reading, false);
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

    [Fact]
    public void Arrays_that_disagree_are_named_with_the_mistake_and_withhold_what_rests_on_them()
    {
        LatentReading agreeing = Disagreeing(-12.4, 0.01);
        Assert.Null(new LS0001ArraysDisagree().Apply(agreeing, null, new Thresholds()));
        Check(new LS0001ArraysDisagree(), Disagreeing(-12.4 - 0.25, 0.01), false); // 2% of K and 0.01 nat are rounding
        Check(new LS0001ArraysDisagree(), Disagreeing(-12.4 - 0.3, 0.01), true);
        Check(new LS0001ArraysDisagree(), Disagreeing(-12.4 - 0.3, 0.07), false); // five standard errors hold both
        Assert.Contains("log q - log p was written", Title(12.4), StringComparison.Ordinal);
        Assert.Contains("base 2", Title(-12.4 / Math.Log(2)), StringComparison.Ordinal);
        Assert.Contains("mean over dimensions", Title(-3.1), StringComparison.Ordinal);

        var diagnosis = Diagnosis.Of(Disagreeing(12.4, 0.01));
        Assert.Equal(["LS0001"], diagnosis.Findings.Select(finding => finding.Id));
        Assert.StartsWith("Mend first: arrays disagree", diagnosis.Verdict.Text, StringComparison.Ordinal);

        static string Title(double drawn) =>
            new LS0001ArraysDisagree().Apply(Disagreeing(drawn, 0.001), null, new Thresholds())!.Title;

        static LatentReading Disagreeing(double drawn, double error) =>
            HandMade.With(quantities => quantities with
            {
                PosteriorVariance = HandMade.Variance(4),
                PriorKl = HandMade.Kl(0.1, 3),
            }) with
            {
                Checks = EvidenceChecks.None with { LogRatio = new Estimate(drawn, error) },
            };
    }

    [Theory]
    [InlineData(-1, 0.1, true)]
    [InlineData(-1, 0.2, false)] // five standard errors hold 0
    [InlineData(-0.04, 0.001, false)] // too little to be a mistake
    [InlineData(1, 0.1, false)]
    public void A_stranger_that_decodes_better_is_a_matter_of_rows_or_sign(double gap, double error, bool holds) =>
        Check(
            new LS0002RowsOrSign(),
            HandMade.With(quantities => quantities with { UsageGap = HandMade.Gap(gap, error) }),
            holds);

    [Fact]
    public void Checks_of_the_arrays_are_findings_where_there_is_something_to_say()
    {
        LatentReading reading = HandMade.With(quantities => quantities with { PriorKl = HandMade.Kl(0.1, 3) });
        foreach (IRule rule in (IRule[])[new LS0003Exploded(), new LS0004OwnedByFewExamples(), new LS0005AtABound()])
            Check(rule, reading, false);
        var owners = new RowOwners([17], 0.9, new Estimate(0.2, 0.01));
        reading = reading with
        {
            Checks = EvidenceChecks.None with
            {
                Exploded = new ExplodedRows(1, 17, 99),
                VarianceOwners = owners,
                PriorKlOwners = owners,
                Clamped = new ClampedLogVariance(-10, true, 0.4, 500),
            },
        };
        foreach (IRule rule in (IRule[])[new LS0003Exploded(), new LS0004OwnedByFewExamples(), new LS0005AtABound()])
            Check(rule, reading, true);
        Assert.Contains(
            "row 17 (counted from 0) carries",
            new LS0004OwnedByFewExamples().Apply(reading, null, new Thresholds())!.Title,
            StringComparison.Ordinal);
    }

    private static LatentReading Calibrated(
        double gain,
        double error,
        double divergence,
        double shift = 0,
        double scale = 1,
        double shape = 0.02) =>
        HandMade.With(quantities => quantities with
        {
            RouterCalibration = HandMade.Calibration(gain, error, shift, scale, shape),
            PriorKl = HandMade.Kl(0, divergence / 4),
        });

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
