using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>The draws of q and of the router are independent of each other.</summary>
public sealed class StreamsTests : IDisposable
{
    // In a GSNN q is the router: from one stream both would draw the same z, and the two terms would be one number.
    private static readonly CvaeOptions Model = SmallTask.Model with { HasInferenceNetwork = false };

    private static readonly Objective Both = new(
        new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
        new WeightedTerm(new RouterReconstruction(), new ConstantSchedule(1)));

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void A_training_step_draws_the_router_with_numbers_of_its_own()
    {
        var records = new List<StepRecord>();
        var options = new TrainingOptions { Epochs = 1, BatchSize = 20 };
        new Trainer(new Cvae(Model, seed: 1), Both, options, SmallTask.Data, device).Run(
            new RecordingProgress { AtStep = records.Add });
        Assert.NotEmpty(records);
        Assert.All(records, record => Differ(record.Objective));
    }

    [Fact]
    public void An_evaluation_draws_the_router_with_numbers_of_its_own()
    {
        Dataset data = SmallTask.Data.Validation;
        Evaluation evaluation = new Evaluator(new Cvae(Model, seed: 1), Both, data, 0, device, new DrawCounts(1, 1))
            .Evaluate();
        Differ(evaluation.Objective);
    }

    private static void Differ(ObjectiveBreakdown objective) =>
        Assert.NotEqual(
            objective[Reconstruction.TermName].Raw,
            objective[RouterReconstruction.TermName].Raw,
            1e-4);
}
