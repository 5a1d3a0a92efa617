using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public sealed class NonFiniteTests : IDisposable
{
    private const string Remedy =
        "; training stopped. Try a smaller learning_rate, a gradient_clip_norm, or a log_variance_range";

    private static readonly Objective Plain = Objective.EvidenceLowerBound(
        new ConstantSchedule(1),
        new ConstantSchedule(0));

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void A_weight_that_is_not_a_number_is_found_at_its_step_and_the_best_weights_are_kept()
    {
        var model = new Cvae(SmallTask.Model, seed: 1);
        int[] validated = [];
        var observer = new RecordingProgress
        {
            AtEpoch = epoch =>
            {
                if (epoch.Epoch == 0)
                    validated = SmallTask.WeightBits(model);
            },
            AtStep = step => SmallTask.Find(model, "decoder.1.bias").Value.Span[0] = step.Step == 4 ? float.NaN : 0,
        };
        var failure = Assert.Throws<NonFiniteException>(() =>
            new Trainer(model, Plain, new TrainingOptions { Epochs = 10, BatchSize = 32 }, SmallTask.Data, device).Run(
                observer));
        Assert.Equal(5, failure.Step);
        Assert.Equal("step 5: reconstruction is NaN, first in decoder.1.bias" + Remedy, failure.Message);
        Assert.Equal(validated, SmallTask.WeightBits(model));
    }

    [Fact]
    public void The_first_term_that_is_not_finite_is_named()
    {
        var model = new Cvae(SmallTask.Model with { Hidden = [] }, seed: 1);
        SmallTask.Find(model, "router.0.bias").Value.Span[0] = float.NaN;
        Assert.Equal("step 7: prior_kl is NaN, first in router.0.bias" + Remedy, Take(model, Plain, step: 7).Message);
    }

    [Fact]
    public void An_epoch_whose_router_draws_are_not_finite_is_not_kept_as_the_best_by_them()
    {
        var model = new Cvae(SmallTask.Model, seed: 1);
        // The variance is e^180, and the KL of it no more than a large number.
        var observer = new RecordingProgress
        {
            AtStep = _ => SmallTask.Find(model, "router.1.bias").Value.Span[2] = 180,
        };
        var options = new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 96,
            SelectBy = SelectionCriterion.RouterLikelihood,
            SelectionSamples = 3,
        };
        var failure = Assert.Throws<NonFiniteException>(() =>
            new Trainer(model, Plain, options, SmallTask.Data, device).Run(observer));
        Assert.Equal(
            "step 0: router_reconstruction is NaN on the validation examples, first in router_z" + Remedy,
            failure.Message);
        Assert.Empty(observer.Epochs);
    }

    [Fact]
    public void A_learning_rate_that_is_far_too_large_is_found_at_the_next_step()
    {
        var model = new Cvae(SmallTask.Model, seed: 1);
        var failure = Assert.Throws<NonFiniteException>(() =>
            new Trainer(
                model,
                Plain,
                new TrainingOptions { LearningRate = 1e30, BatchSize = 32 },
                SmallTask.Data,
                device).Run(new RecordingProgress()));
        Assert.Equal(1, failure.Step);
        Assert.Matches("^step 1: reconstruction is [A-Za-z]+, first in the output of inference.1; ", failure.Message);
    }

    [Fact]
    public void An_objective_beyond_float32_is_named_where_every_term_is_finite()
    {
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(1e38));
        var model = new Cvae(SmallTask.Model with { Hidden = [] }, seed: 1);
        SmallTask.Find(model, "inference.0.bias").Value.Span.Fill(10);
        Assert.Matches("^step 0: the objective is [0-9.]+E\\+[0-9]+, beyond float32; ", Take(model, objective).Message);
    }

    // tanh(0) = 0 hides the large condition from the loss; its gradient, 3e38 times the next layer's weight, overflows.
    [Fact]
    public void A_gradient_that_is_not_finite_is_named_by_its_parameter_and_changes_no_weight()
    {
        var model = new Cvae(SmallTask.Model with { Activation = Activation.Tanh }, seed: 1);
        foreach (Parameter parameter in model.Parameters)
            parameter.Value.Span.Clear();
        SmallTask.Find(model, "decoder.1.weight").Value.Span.Fill(10f);
        int[] before = SmallTask.WeightBits(model);
        NonFiniteException failure = Take(model, Plain, condition: Tensor.Filled(new Shape(4, 3), 3e38f));
        Assert.Equal(
            "step 0: the gradient of decoder.0.weight is not finite, by reconstruction" + Remedy,
            failure.Message);
        Assert.Equal(before, SmallTask.WeightBits(model));
    }

    private NonFiniteException Take(Cvae model, Objective objective, long step = 0, Tensor? condition = null)
    {
        var training = new TrainingStep(model, objective, new TrainingOptions(), new ConstantSchedule(1e-3), device);
        return Assert.Throws<NonFiniteException>(() =>
            training.Take(
                condition ?? SmallTask.Normal(1, 4, 3),
                SmallTask.Data.Train.Target.Rows(0, 4),
                step,
                epoch: 0));
    }
}
