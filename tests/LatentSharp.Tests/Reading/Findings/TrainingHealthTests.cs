using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Findings.Rules;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Findings;

/// <summary>LS9001 to LS9004: what a training log shows, for losses of either sign.</summary>
public class TrainingHealthTests
{
    private static readonly float[] Noise = Normal(1000);

    [Fact]
    public void A_falling_loss_is_healthy() =>
        Check(HandMade.History(step => 100 * Math.Exp(-step / 20.0) + 5 + 0.2 * Noise[step]));

    [Fact]
    public void A_loss_that_runs_away_and_stays_is_divergence() =>
        Check(HandMade.History(step => step < 60 ? 100 - step : 40 * Math.Exp((step - 60) / 8.0)), "LS9002");

    [Fact]
    public void A_loss_that_triples_is_not() =>
        Check(HandMade.History(step => step < 50 ? 100 - step : 50 + 2 * (step - 50)));

    [Fact]
    public void A_spike_that_is_recovered_from_is_not() =>
        Check(HandMade.History(step => step is > 40 and < 60 ? 1e6 : 10));

    [Fact]
    public void Ten_times_the_best_running_median_is_the_line()
    {
        Check(HandMade.History(step => step < 50 ? 10 : 100), "LS9002");
        Check(HandMade.History(step => step < 50 ? 10 : 99));
    }

    [Theory]
    [InlineData(27, 446)]
    [InlineData(1.4, 20)]
    public void A_first_value_that_is_left_at_once_is_a_level(double first, double then)
    {
        Finding finding = Check(
            HandMade.History(step => step == 0 ? first : then * (1 - Math.Exp(-step)) + 0.03 * then * Noise[step]),
            "LS9002")!;

        Assert.StartsWith("The optimisation diverged: the loss was ", finding.Title, StringComparison.Ordinal);
        Assert.Contains("first value", finding.Evidence[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Begin anew", finding.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_value_that_is_low_by_chance_is_none()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            float[] noise = Normal(100, (ulong)seed);
            Check(HandMade.History(step => step == 0 ? 0.05 : Math.Exp(0.8 * noise[step])));
        }
    }

    [Fact]
    public void A_gradient_norm_that_begins_small_is_healthy() =>
        Check(HandMade.History(step => 10 + Noise[step], step => step == 0 ? 0.1 : 5));

    [Fact]
    public void Validations_that_rise_for_half_of_the_run_are_noted_while_the_training_loss_falls()
    {
        TrainingHistory past = Validated(epoch => epoch < 15 ? 90 - 4 * epoch : 30 + 0.5 * (epoch - 15));
        Finding finding = Check(past, "LS9004")!;

        Assert.Contains("best after epoch 16 of 40", finding.Title, StringComparison.Ordinal);
        Assert.Contains("It went on past its best", Answer(past), StringComparison.Ordinal);
        // The loss does not fall any more; the rise is of less than half of the run; it is too little to matter.
        Check(past with { Points = HandMade.History(step => 10 + Noise[step]).Points });
        Check(Validated(epoch => epoch < 25 ? 90 - 2.4 * epoch : 30 + 0.5 * (epoch - 25)));
        Check(Validated(epoch => epoch < 15 ? 90 - 4 * epoch : 30 + 0.02 * (epoch - 15)));
    }

    [Fact]
    public void Validations_that_wobble_or_come_back_are_healthy()
    {
        Check(Validated(epoch => epoch < 15 ? 90 - 4 * epoch : 30 + 5 * Math.Sin(epoch)));
        Check(Validated(epoch => epoch < 15 ? 90 - 4 * epoch : 30 + 12 * Math.Sin((epoch - 15) / 8.0)));
        for (int seed = 0; seed < 200; seed++)
        {
            float[] noise = Normal(40, (ulong)seed);
            Check(Validated(epoch => 30 + 60 * Math.Exp(-epoch) + 3 * noise[epoch]));
        }
    }

    [Fact]
    public void The_epoch_that_was_kept_counts_and_not_a_lower_one_by_another_criterion()
    {
        TrainingHistory falling = Validated(epoch => epoch < 10 ? 5 : 90 - epoch);

        Check(falling with
        {
            Validations = [.. falling.Validations.Select(point => point with { IsBest = point.Epoch is 0 or >= 10 })],
        });
    }

    [Fact]
    public void A_negative_loss_is_measured_by_what_training_had_gained()
    {
        // From 200 down to -300: 500 gained. Back at 100, most is kept or within what was gained; at 5000 it ran away.
        Check(HandMade.History(step => step < 50 ? 200 - 10 * step : 100 + Noise[step]));
        Check(HandMade.History(step => step < 50 ? 200 - 10 * step : 5000 + Noise[step]), "LS9002");
        Check(HandMade.History(step => step < 50 ? 200 - 10 * step : -300 + Noise[step]));
    }

    [Fact]
    public void A_loss_near_zero_is_measured_by_its_noise() =>
        Check(HandMade.History(step => step < 50 ? 0.01 + Noise[step] : 1 + Noise[step]));

    [Fact]
    public void A_warm_up_of_a_weight_is_not_growth()
    {
        // The objective grows twentyfold, from 5 to 105, because the weight of a steady term does.
        Check(
            new TrainingHistory(
                [
                    .. Enumerable
                        .Range(0, 100)
                        .Select(step => new HistoryPoint(
                            step,
                            5 + step / 99.0 * 100,
                            1,
                            new Dictionary<string, (double, double)>
                            {
                                ["reconstruction"] = (5, 1),
                                ["prior_kl"] = (100, step / 99.0),
                            }
                        )),
                ],
                null));
    }

    [Fact]
    public void A_gradient_norm_that_runs_away_is_divergence_unless_the_loss_still_falls()
    {
        Check(HandMade.History(_ => 10, step => step < 50 ? 1 : 50), "LS9002");
        Check(HandMade.History(step => 10 + Noise[step], step => step < 50 ? 1 : 50), "LS9002");
        Check(HandMade.History(step => 1000 - 8 * step + Noise[step], step => Math.Exp(step / 20.0)));
    }

    [Fact]
    public void The_first_non_finite_number_is_named_with_its_step()
    {
        Finding finding = Check(HandMade.History(step => step >= 37 ? double.NaN : 10), "LS9001")!;

        Assert.Contains("step 37: reconstruction is NaN", finding.Title, StringComparison.Ordinal);
        Assert.Equal(37, finding.Evidence[0].Value);
    }

    [Fact]
    public void A_non_finite_gradient_norm_is_found() =>
        Check(HandMade.History(_ => 10, step => step == 99 ? double.PositiveInfinity : 1), "LS9001");

    [Fact]
    public void The_number_that_the_run_failed_by_is_named_with_its_tensor()
    {
        Finding finding = Check(
            HandMade.History(
                _ => 10,
                nonFinite: new NonFiniteNumber(412, "the gradient of router.head.weight is not finite")),
            "LS9001")!;

        Assert.Contains(
            "step 412: the gradient of router.head.weight is not finite",
            finding.Title,
            StringComparison.Ordinal);
        Assert.Equal(412, finding.Evidence[0].Value);
    }

    [Fact]
    public void Another_failure_is_no_divergence()
    {
        TrainingHistory history = HandMade.History(_ => 10, failure: "No space left on device");

        Check(history);
        Assert.Contains("No space left on device", Answer(history), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_a_failure_are_quoted_and_not_understood()
    {
        TrainingHistory history = HandMade.History(_ => 10, failure: "step 3: the disk says NaN is not finite");

        Check(history);
        Assert.Contains("The run failed: step 3: the disk says NaN", Answer(history), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_judge_by_the_health_that_they_are_given()
    {
        LatentReading reading = HandMade.Reading(history: HandMade.History(_ => 10));
        var health = TrainingHealth.Of(HandMade.History(step => step < 50 ? 10 : 1e4), new Thresholds());

        Assert.NotNull(new LS9002Diverging().Apply(reading, health, new Thresholds()));
        Assert.Null(new LS9002Diverging().Apply(reading, health: null, new Thresholds()));
    }

    [Fact]
    public void A_rise_of_V_post_by_half_is_a_note_while_training_is_healthy()
    {
        Check(HandMade.History(_ => 10, variance: step => 1 + step / 100.0), "LS9003");
        Check(HandMade.History(_ => 10, variance: step => step < 50 ? 1 : 1.5), "LS9003"); // at the line
        Check(HandMade.History(_ => 10, variance: step => step < 50 ? 1 : 1.49));
        Check(HandMade.History(step => step < 50 ? 10 : 1e4, variance: step => step < 50 ? 1 : 3), "LS9002");
    }

    [Fact]
    public void A_log_that_is_too_short_is_not_judged()
    {
        Check(HandMade.History(step => step < 2 ? 1 : 1e6, points: 5));
        Assert.StartsWith("Not known", Answer(HandMade.History(_ => 1, points: 5)), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_of_many_sizes_does_not_look_like_divergence()
    {
        // Heavy-tailed gradient norms about a level, as batches give them.
        for (int seed = 0; seed < 200; seed++)
        {
            float[] noise = Normal(200, (ulong)seed);
            Check(HandMade.History(step => 10 + noise[step], step => Math.Exp(0.7 * noise[^(step + 1)])));
        }
    }

    // The training loss falls to the end.
    private static TrainingHistory Validated(Func<int, double> criterion)
    {
        var validations = new List<ValidationPoint>();
        for (int epoch = 0; epoch < 40; epoch++)
            validations.Add(new ValidationPoint(
                2 * (epoch + 1),
                epoch,
                criterion(epoch),
                new Dictionary<string, (double Raw, double Weight)>(),
                validations.All(earlier => criterion(epoch) < earlier.Criterion)));
        return HandMade.History(step => 100 - 0.9 * step + Noise[step]) with { Validations = validations };
    }

    private static Finding? Check(TrainingHistory history, string? id = null)
    {
        IReadOnlyList<Finding> findings = Diagnosis.Of(HandMade.Reading(history: history)).Findings;

        Assert.Equal(id is null ? [] : [id], findings.Select(finding => finding.Id));
        return findings.Count > 0 ? findings[0] : null;
    }

    private static string Answer(TrainingHistory history) =>
        Diagnosis.Of(HandMade.Reading(history: history)).Answers[^1].Text;

    private static float[] Normal(int count, ulong seed = 1)
    {
        var noise = new float[count];
        new RandomStream(seed, RandomPurpose.Synthesis).FillNormal(noise);
        return noise;
    }
}
