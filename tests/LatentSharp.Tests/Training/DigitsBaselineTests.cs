using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>
/// A short training on the digits against two models without a latent, in nats per held-out example. Twelve epochs give
/// 12.9 for pixel frequencies, 10.6 for the decoder that sees x alone and 9.9 for the evidence lower bound, in which
/// the latent carries how the pixels of y go together.
/// </summary>
[Trait("speed", "slow")]
public sealed class DigitsBaselineTests : IDisposable
{
    private const int Epochs = 12;

    private static readonly DatasetSplit Data = DatasetSplit.Of(DigitsDataset.Load(), 0.15, 0.15);

    private static readonly CvaeOptions Model = new() { ConditionDimensions = 32, TargetDimensions = 32 };

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_evidence_lower_bound_is_above_pixel_frequencies_and_above_the_same_decoder_without_a_latent()
    {
        double frequencies = PixelFrequencies(), alone = ConditionAlone(), bound = Conditional();
        Assert.True(alone < frequencies - 1.5, $"x alone: {alone} nats; pixel frequencies: {frequencies}.");
        Assert.True(bound < frequencies - 2, $"With a latent: {bound} nats; pixel frequencies: {frequencies}.");
        Assert.True(bound < alone - 0.25, $"With a latent: {bound} nats; x alone: {alone}.");
    }

    private double Conditional()
    {
        var model = new Cvae(Model, seed: 0);
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0));
        var options = new TrainingOptions { Epochs = Epochs };
        new Trainer(model, objective, options, Data, device).Run(new RecordingProgress());
        return new Evaluator(model, objective, Data.Test, seed: 0, device)
            .Evaluate(samples: 16)
            .NegativeEvidenceLowerBound;
    }

    // -log p(y) under independent pixels with the training split's frequencies.
    private static double PixelFrequencies()
    {
        double total = 0;
        for (int pixel = 0; pixel < Model.TargetDimensions; pixel++)
        {
            double ones = Enumerable.Range(0, Data.Train.Count).Sum(row => Data.Train.Target.Row(row)[pixel]);
            double frequency = (ones + 1) / (Data.Train.Count + 2);
            for (int row = 0; row < Data.Test.Count; row++)
                total -= Math.Log(Data.Test.Target.Row(row)[pixel] == 1 ? frequency : 1 - frequency);
        }

        return total / Data.Test.Count;
    }

    private double ConditionAlone()
    {
        var model = new Cvae(Model with { HasLatent = false }, seed: 0);
        var objective = new Objective(new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)));
        var options = new TrainingOptions { Epochs = Epochs };
        new Trainer(model, objective, options, Data, device).Run(new RecordingProgress());
        return new Evaluator(model, objective, Data.Test, seed: 0, device).Evaluate().NegativeEvidenceLowerBound;
    }
}
