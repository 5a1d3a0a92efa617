using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading;

public class ComparisonTests
{
    [Theory]
    [InlineData(2, 0, 2, 0, true)] // at the line: half
    [InlineData(2.01, 0, 2, 0, false)]
    [InlineData(1, 0, 2, 0.1, true)]
    [InlineData(1, 0, 2.5, 0, false)] // the channel rose: it did get sharper
    [InlineData(1, 0, 2.5, 0.3, true)] // not beyond its error
    [InlineData(1, 0, 1, 0, true)] // it may fall
    [InlineData(1.9, 0.1, 2, 0, false)] // the error bar holds the line
    public void A_latent_is_sharpened_by_rescaling_where_only_V_post_falls(
        double variance,
        double varianceError,
        double channel,
        double channelError,
        bool holds)
    {
        LatentReading before = Reading(4, 0, 0.3, 0), after = Reading(variance, varianceError, 0.3, 0);
        after = after with
        {
            Quantities = after.Quantities with { ChannelInformation = HandMade.Channel(channel, channelError) },
        };

        Finding? finding = new LS1006SharpenedByRescaling().Apply(before, after, new Thresholds());

        Assert.Equal(holds, finding is not null);
        Assert.Equal(holds, Compared(before, after).Findings.Any(one => one.Id == "LS1006"));
    }

    [Fact]
    public void Findings_that_the_earlier_reading_has_are_not_new_unless_their_level_rose()
    {
        LatentReading large = Reading(9, 0.1, 0.3, 0.01);
        Diagnosis before = Diagnosis.Of(large), after = Diagnosis.Of(large with { Name = "later" });
        Assert.NotEmpty(after.Findings);
        Assert.Empty(ReadingComparison.Of(before, after).Findings);
        Finding raised = after.Findings[0] with { Level = FindingLevel.Error }, other = raised with { Id = "LS2004" };
        Assert.Equal(
            [other.Id, raised.Id],
            ReadingComparison.Of(before, after with { Findings = [.. after.Findings, raised, other] })
                .Findings.Select(finding => finding.Id).OrderByDescending(id => id == other.Id));
    }

    [Fact]
    public void Differences_carry_both_error_bars()
    {
        var comparison = Compared(Reading(4, 0.3, 0.3, 0.01), Reading(1, 0.4, 0.2, 0.01));

        QuantityDifference difference = comparison.Differences.Single(row => row.Quantity == "posterior_variance");
        Assert.Equal(-3, difference.Difference);
        Assert.Equal(0.5, difference.StandardError!.Value, 12);
        Assert.Null(difference.Needs);
    }

    [Fact]
    public void A_quantity_that_one_reading_lacks_says_which()
    {
        LatentReading before = Reading(4, 0.3, 0.3, 0.01) with { Name = "first" };
        LatentReading after = HandMade.With(quantities => quantities with { UsageGap = HandMade.Gap(1, 0.1) });

        QuantityDifference difference = Compared(before, after)
            .Differences.Single(row => row.Quantity == "usage_gap");

        Assert.Null(difference.Difference);
        Assert.Equal(1, difference.After);
        Assert.Equal("nll_shuffled and nll_posterior for first", difference.Needs);
    }

    [Fact]
    public void Every_quantity_of_the_specification_is_compared() =>
        Assert.Equal(
            [
                "active_units",
                "aggregate_gap",
                "breadth_ratio",
                "channel_information",
                "collapsed_units",
                "condition_probe",
                "conditional_likelihood",
                "disentanglement",
                "mutual_information",
                "noise_share",
                "posterior_variance",
                "prior_kl",
                "prior_variance",
                "router_calibration",
                "router_determination",
                "router_marginal_kl",
                "router_retrieval",
                "sampling_cost",
                "semantic_probe",
                "test_time_gap",
                "usage_gap",
                "width_price",
            ],
            Compared(HandMade.Reading(), HandMade.Reading())
                .Differences.Select(row => row.Quantity.Split('.')[0])
                .Distinct()
                .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(1, 0.3, 1, "only rescaled the latent")]
    [InlineData(1, 0.1, 0.2, "bought steadier samples")]
    [InlineData(1, 0.1, 1, "cost the decoder no less")]
    [InlineData(3, 0.1, 0.2, "bought little")]
    public void A_sweep_says_what_the_penalty_bought(double variance, double noise, double cost, string conclusion)
    {
        LatentReading free = Costing(Reading(4, 0.1, 0.3, 0.01, 0), 1),
            penalised = Costing(Reading(variance, 0.1, noise, 0.01, 0.5), cost);

        var sweep = SweepReading.Of([penalised, free]);

        Assert.Equal([0, 0.5], sweep.Rows.Select(row => row.Weight));
        Assert.Contains(conclusion, sweep.Conclusion, StringComparison.Ordinal);
        Assert.StartsWith("From weight 0 to 0.5 ", sweep.Conclusion, StringComparison.Ordinal);
    }

    // Unused latents are not steadier ones, and a rescaling takes nothing from what a latent carries.
    [Theory]
    [InlineData(0.1, 14.08, 0.01, 1.46, 1.46, "left the latent unused")]
    [InlineData(0.3, 14.08, 0.01, 1.46, 0.046, "left the latent unused")]
    [InlineData(0.3, 14.08, 14.0, 1.46, 0.9, "took from the latent and did not steady it")]
    [InlineData(0.3, 14.08, 4.0, 1.46, 1.46, "took from the latent and did not steady it")]
    [InlineData(0.3, 14.08, 14.0, 1.46, 1.44, "only rescaled the latent")]
    [InlineData(0.1, 14.08, 4.0, 1.46, 2.9, "of a latent that carries less")]
    public void A_sweep_says_what_the_penalty_took(
        double noise,
        double usedBefore,
        double usedAfter,
        double klBefore,
        double klAfter,
        string conclusion)
    {
        LatentReading free = Carrying(Reading(4, 0.1, 0.3, 0.01, 0), usedBefore, klBefore),
            penalised = Carrying(Reading(1, 0.1, noise, 0.01, 0.5), usedAfter, klAfter);

        Assert.Contains(conclusion, SweepReading.Of([penalised, free]).Conclusion, StringComparison.Ordinal);

        static LatentReading Carrying(LatentReading reading, double usage, double kl) =>
            reading with
            {
                Quantities = reading.Quantities with
                {
                    UsageGap = HandMade.Gap(usage, 0.01),
                    PriorKl = new PriorKl(new Estimate(kl, 0.01), Parts: null),
                },
            };
    }

    [Fact]
    public void A_sweep_that_cannot_tell_says_so()
    {
        var sweep = SweepReading.Of([Reading(4, 0.1, 0.3, 0.05, 0), Reading(1, 0.1, 0.25, 0.05, 0.5)]);

        Assert.Contains("it is open", sweep.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_needs_the_weight_of_every_reading()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() =>
            SweepReading.Of([Reading(4, 0.1, 0.3, 0.01, 0), HandMade.Reading() with { Name = "lost" }]));

        Assert.StartsWith("lost: ", thrown.Message, StringComparison.Ordinal);
    }

    private static ReadingComparison Compared(LatentReading before, LatentReading after) =>
        ReadingComparison.Of(Diagnosis.Of(before), Diagnosis.Of(after));

    private static LatentReading Reading(
        double variance,
        double varianceError,
        double noise,
        double noiseError,
        double? weight = null) =>
        HandMade.With(
            quantities =>
                quantities with
                {
                    PosteriorVariance = HandMade.Variance(variance, varianceError),
                    NoiseShare = HandMade.Noise(noise, noiseError),
                },
            weight is null ? VarianceRole.Unknown
                : weight == 0 ? VarianceRole.DiagnosticOnly
                : VarianceRole.Active,
            weight);

    private static LatentReading Costing(LatentReading reading, double cost) =>
        reading with { Quantities = reading.Quantities with { SamplingCost = HandMade.Gap(cost, 0.05) } };
}
