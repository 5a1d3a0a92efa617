using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public sealed class TrainingOptionsTests
{
    private static readonly double[] NoNumbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Fact]
    public void A_value_at_the_end_of_its_range_is_taken()
    {
        var options = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 1,
            LearningRate = double.Epsilon,
            LearningRateWarmupSteps = 0,
            AdamEpsilon = double.Epsilon,
            WeightDecay = 0,
            GradientClipNorm = double.Epsilon,
            EarlyStoppingPatience = 1,
            CheckpointEverySteps = 1,
        };
        Assert.Equal((double.Epsilon, double.Epsilon), (options.LearningRate, options.AdamEpsilon));
        Assert.Equal((0.0, double.Epsilon, 1), (
            options.WeightDecay, options.GradientClipNorm, options.EarlyStoppingPatience));
        Assert.Equal(0.25, new TrainingOptions { WeightDecay = 0.25 }.WeightDecay);
        Assert.Equal((null, null), (
            new TrainingOptions { GradientClipNorm = null }.GradientClipNorm,
            new TrainingOptions { EarlyStoppingPatience = null }.EarlyStoppingPatience));
    }

    [Fact]
    public void A_value_beyond_its_range_is_refused_with_the_range()
    {
        var options = new TrainingOptions();
        foreach (double value in (double[])[.. NoNumbers, 0, -1])
        {
            Refused("learning_rate", "a number above 0, such as 0.001", () => options with { LearningRate = value });
            Refused("adam_epsilon", "a number above 0, such as 1e-8", () => options with { AdamEpsilon = value });
            Refused("gradient_clip_norm", "a number above 0, or none", () => options with { GradientClipNorm = value });
        }

        foreach (double value in (double[])[.. NoNumbers, -double.Epsilon])
            Refused("weight_decay", "a number of at least 0", () => options with { WeightDecay = value });
        Refused("epochs", "a whole number of at least 1", () => options with { Epochs = 0 });
        Refused("batch_size", "a whole number of at least 1", () => options with { BatchSize = 0 });
        Refused("early_stopping_patience", "a whole number of at least 1", () => options with
        {
            EarlyStoppingPatience = 0,
        });
        Refused("learning_rate_warmup_steps", "a whole number of at least 0", () => options with
        {
            LearningRateWarmupSteps = -1,
        });
    }

    private static void Refused(string option, string expected, Func<TrainingOptions> made)
    {
        string message = Assert.Throws<OptionException>(made).Message;
        Assert.StartsWith($"{option} is ", message, StringComparison.Ordinal);
        Assert.EndsWith($"; give {expected}", message, StringComparison.Ordinal);
    }
}
