using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly Objective Plain = Objective.EvidenceLowerBound(
        new ConstantSchedule(1),
        new ConstantSchedule(0));

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void A_run_takes_every_batch_of_every_epoch_and_validates_after_each_epoch()
    {
        var observer = new RecordingProgress();
        TrainingResult result = Train(new TrainingOptions { Epochs = 3, BatchSize = 40 }, observer: observer).Result;
        Assert.Equal((TrainingOutcome.Completed, 9L), (result.Outcome, result.Steps));
        Assert.Equal(
            Enumerable.Range(0, 9).Select(step => ((long)step, step / 3, step % 3 == 2 ? 16 : 40)),
            observer.Steps.Select(step => (step.Step, step.Epoch, step.Examples)));
        Assert.Equal([(0, 3L), (1, 6L), (2, 9L)], observer.Epochs.Select(epoch => (epoch.Epoch, epoch.Steps)));
    }

    public static TheoryData<string> Models =>
        [
            "model=nn",
            "model=gsnn",
            "model=hybrid",
            "model=hybrid,router_samples=3,router_hidden=5",
            "importance_samples=4",
            "router_guess=yes,decoder_condition=no",
        ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_learns_its_objective(string settings)
    {
        RunConfiguration configuration = new RunConfiguration
        {
            Model = SmallTask.Model,
            Training = new TrainingOptions
            {
                Epochs = 12,
                BatchSize = 40,
                LearningRate = 0.01,
            },
        }.With(settings.Split(','));
        var observer = new RecordingProgress();
        new Trainer(
            new Cvae(configuration.Model, seed: 0),
            configuration.Objective,
            configuration.Training,
            SmallTask.Data,
            device).Run(observer);
        Assert.True(
            observer.Epochs[^1].Validation.Objective.Total < 0.9 * observer.Epochs[0].Validation.Objective.Total,
            string.Join(", ", observer.Epochs.Select(epoch => epoch.Validation.Objective.Total)));
    }

    [Fact]
    public void The_best_epoch_can_be_the_one_whose_router_finds_the_answers_best()
    {
        var observer = new RecordingProgress();
        var options = new TrainingOptions
        {
            Epochs = 8,
            BatchSize = 40,
            LearningRate = 0.03,
            SelectBy = SelectionCriterion.RouterLikelihood,
            SelectionSamples = 20,
        };
        TrainingResult result = Train(options, observer: observer).Result;
        double[] router = [.. observer.Epochs.Select(epoch => epoch.Validation.RouterNegativeLogLikelihood!.Value)];
        Assert.Equal(router.Min(), result.Best!.Validation.Criterion);
        Assert.Equal(router.Index().MinBy(pair => pair.Item).Index, result.Best.Epoch);
        Assert.Equal(
            router.Select((value, epoch) => epoch == 0 || value < router[..epoch].Min()),
            observer.Epochs.Select(epoch => epoch.IsBest));
    }

    [Fact]
    public void Training_lowers_the_objective_on_held_out_examples()
    {
        var observer = new RecordingProgress();
        TrainingResult result = Train(
            new TrainingOptions
            {
                Epochs = 40,
                BatchSize = 16,
                LearningRate = 0.01,
            },
            observer: observer).Result;
        Assert.True(result.Best!.Validation.Objective.Total < 0.8 * observer.Epochs[0].Validation.Objective.Total);
    }

    [Fact]
    public void Validation_during_a_warm_up_is_at_the_final_weights()
    {
        var warming = Objective.EvidenceLowerBound(new LinearWarmupSchedule(2, 12), new ConstantSchedule(0.5));
        var settled = Objective.EvidenceLowerBound(new ConstantSchedule(2), new ConstantSchedule(0.5));
        var model = new Cvae(SmallTask.Model, seed: 1);
        var byHand = new Evaluator(model, settled, SmallTask.Data.Validation, seed: 6, device);
        List<IReadOnlyList<TermValue>> expected = [];
        var observer = new RecordingProgress { AtEpoch = _ => expected.Add(byHand.Evaluate().Objective.Terms) };
        new Trainer(
            model,
            warming,
            new TrainingOptions
            {
                Epochs = 4,
                BatchSize = 32,
                Seed = 6,
            },
            SmallTask.Data,
            device).Run(observer);
        Assert.Equal(2.0 / 12, observer.Steps[0].Objective["prior_kl"].Weight);
        Assert.Equal(4, expected.Count);
        Assert.Equal(expected, observer.Epochs.Select(epoch => epoch.Validation.Objective.Terms));
    }

    [Fact]
    public void A_warm_up_longer_than_the_run_is_refused()
    {
        var options = new TrainingOptions { Epochs = 3, BatchSize = 40 };
        var failure = Assert.Throws<OptionException>(() =>
            Train(options, Objective.EvidenceLowerBound(new LinearWarmupSchedule(1, 10), new ConstantSchedule(0))));
        Assert.Equal(
            "prior_kl_warmup_steps is 10, but the run has 9 steps (3 epochs of 3); give at most 9, or more epochs",
            failure.Message);
        failure = Assert.Throws<OptionException>(() => Train(options with { LearningRateWarmupSteps = 11 }));
        Assert.Equal(
            "learning_rate_warmup_steps is 11, but the run has 9 steps (3 epochs of 3); give at most 9, or more epochs",
            failure.Message);
        Train(options, Objective.EvidenceLowerBound(new LinearWarmupSchedule(1, 9), new ConstantSchedule(0)));
    }

    [Fact]
    public void Cycles_and_a_capacity_that_rise_beyond_the_run_are_refused()
    {
        var options = new TrainingOptions { Epochs = 3, BatchSize = 40 };
        var cyclic = new CyclicSchedule(1, RiseSteps: 2, CycleSteps: 4, Cycles: 3);
        Assert.StartsWith(
            "the end of prior_kl_cycles is 10, but the run has 9 steps",
            Assert.Throws<OptionException>(() =>
                Train(options, Objective.EvidenceLowerBound(cyclic, new ConstantSchedule(0)))).Message,
            StringComparison.Ordinal);
        var capacity = new WeightedTerm(new Capacity(new LinearWarmupSchedule(2, 11)), new ConstantSchedule(1));
        Assert.StartsWith(
            "capacity_rise_steps is 11, but the run has 9 steps",
            Assert.Throws<OptionException>(() => Train(options, new Objective(capacity))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_leaves_statistics_of_a_batch_that_weigh_nothing_to_the_validation()
    {
        var observer = new RecordingProgress();
        Train(
            new TrainingOptions { Epochs = 1, BatchSize = 32 },
            new Objective(
                new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
                new WeightedTerm(new PosteriorEntropy(), new ConstantSchedule(0)),
                new WeightedTerm(new AggregateMmd(), new ConstantSchedule(0))),
            observer);
        string[] inSteps = ["reconstruction", "posterior_entropy"];
        Assert.All(observer.Steps, step => Assert.Equal(inSteps, step.Objective.Terms.Select(term => term.Name)));
        Assert.Equal(
            [.. inSteps, "aggregate_mmd"],
            Assert.Single(observer.Epochs).Validation.Objective.Terms.Select(term => term.Name));
    }

    // With a step size below float32's resolution nothing changes, so no epoch is better than the first.
    [Theory]
    [InlineData(0, 0, 3)]
    [InlineData(12, 0, 5)]
    [InlineData(0, 12, 5)]
    [InlineData(11, 0, 5)]
    public void Early_stopping_counts_its_patience_from_the_end_of_the_warm_up(int klWarmup, int rateWarmup, int epochs)
    {
        ISchedule beta = klWarmup == 0 ? new ConstantSchedule(1) : new LinearWarmupSchedule(1, klWarmup);
        var options = new TrainingOptions
        {
            Epochs = 20,
            BatchSize = 32,
            LearningRate = 1e-30,
            LearningRateWarmupSteps = rateWarmup,
            EarlyStoppingPatience = 2,
        };
        var observer = new RecordingProgress();
        TrainingResult result = Train(
            options,
            Objective.EvidenceLowerBound(beta, new ConstantSchedule(0)),
            observer).Result;
        Assert.Equal(
            (TrainingOutcome.StoppedEarly, epochs, 0),
            (result.Outcome, observer.Epochs.Count, result.Best!.Epoch));
        Assert.Equal(observer.Epochs.Select((_, epoch) => epoch == 0), observer.Epochs.Select(epoch => epoch.IsBest));
    }

    [Fact]
    public void The_model_ends_with_the_weights_of_the_best_epoch()
    {
        var model = new Cvae(SmallTask.Model, seed: 1);
        List<int[]> weights = [];
        var observer = new RecordingProgress { AtEpoch = _ => weights.Add(SmallTask.WeightBits(model)) };
        TrainingResult result = new Trainer(
            model,
            Plain,
            new TrainingOptions
            {
                Epochs = 30,
                BatchSize = 8,
                LearningRate = 0.1,
            },
            SmallTask.Data,
            device).Run(observer);

        double[] totals = [.. observer.Epochs.Select(epoch => epoch.Validation.Objective.Total)];
        int best = Array.IndexOf(totals, totals.Min());
        Assert.InRange(best, 0, 28);
        Assert.Equal(best, result.Best!.Epoch);
        Assert.Equal(weights[best], SmallTask.WeightBits(model));
    }

    [Fact]
    public void Cancellation_stops_after_the_current_step_and_keeps_the_best_weights()
    {
        using var source = new CancellationTokenSource();
        var model = new Cvae(SmallTask.Model, seed: 1);
        int[] validated = [];
        var observer = new RecordingProgress
        {
            AtEpoch = _ => validated = SmallTask.WeightBits(model),
            AtStep = step =>
            {
                if (step.Step == 4)
                    source.Cancel();
            },
        };
        TrainingResult result = new Trainer(
            model,
            Plain,
            new TrainingOptions { Epochs = 10, BatchSize = 32 },
            SmallTask.Data,
            device).Run(observer, cancellation: source.Token);
        Assert.Equal(
            (TrainingOutcome.Cancelled, 5L, 5, 0),
            (result.Outcome, result.Steps, observer.Steps.Count, result.Best!.Epoch));
        Assert.Equal(validated, SmallTask.WeightBits(model));
    }

    [Fact]
    public void A_run_cancelled_within_its_first_epoch_has_no_best_epoch()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var observer = new RecordingProgress();
        TrainingResult result = new Trainer(
            new Cvae(SmallTask.Model, seed: 1),
            Plain,
            new TrainingOptions(),
            SmallTask.Data,
            device).Run(observer, cancellation: source.Token);
        Assert.Equal((TrainingOutcome.Cancelled, 0L, null), (result.Outcome, result.Steps, result.Best));
        Assert.Empty(observer.Steps);
    }

    [Fact]
    public void The_learning_rate_of_each_step_follows_its_warm_up_and_decay()
    {
        var observer = new RecordingProgress();
        Train(
            new TrainingOptions
            {
                Epochs = 4,
                BatchSize = 32,
                LearningRate = 0.4,
                LearningRateWarmupSteps = 4,
                LearningRateDecay = LearningRateDecay.Cosine,
            },
            observer: observer);
        Assert.Equal(
            [0.1, 0.2, 0.3, 0.4, 0.4],
            observer.Steps.Take(5).Select(step => Math.Round(step.LearningRate, 12)));
        Assert.Equal(0.2, observer.Steps[8].LearningRate, 1e-12);
        Assert.Equal(0.4 * 0.5 * (1 + Math.Cos(Math.PI * 7 / 8)), observer.Steps[11].LearningRate, 1e-12);
    }

    [Fact]
    public void Clipping_changes_the_update_and_not_the_recorded_norm()
    {
        RecordingProgress free = new(), clipped = new();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 32 };
        (_, int[] freeWeights) = Train(options, observer: free);
        (_, int[] clippedWeights) = Train(
            options with
            {
                GradientClipNorm = free.Steps[0].GradientNorm / 2,
            },
            observer: clipped);
        (_, int[] looseWeights) = Train(options with { GradientClipNorm = 1e6 });
        Assert.Equal(free.Steps[0].GradientNorm, clipped.Steps[0].GradientNorm);
        Assert.NotEqual(freeWeights, clippedWeights);
        Assert.Equal(freeWeights, looseWeights);
    }

    [Fact]
    public void A_warm_up_where_the_decay_has_none_is_refused()
    {
        var options = new TrainingOptions { LearningRateDecay = LearningRateDecay.PowersOfThree };
        Assert.StartsWith(
            "learning_rate_warmup_steps is set, but learning_rate_decay powers_of_three has no warm-up",
            Assert.Throws<OptionException>(() => Train(options with { LearningRateWarmupSteps = 1 })).Message,
            StringComparison.Ordinal);
    }

    private (TrainingResult Result, int[] Weights) Train(
        TrainingOptions options,
        Objective? objective = null,
        RecordingProgress? observer = null)
    {
        var model = new Cvae(SmallTask.Model, seed: 1);
        TrainingResult result = new Trainer(model, objective ?? Plain, options, SmallTask.Data, device).Run(
            observer ?? new RecordingProgress());
        return (result, SmallTask.WeightBits(model));
    }
}
