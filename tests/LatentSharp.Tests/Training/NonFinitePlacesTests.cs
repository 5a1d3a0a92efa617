using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>
/// A number is made non-finite in the middle of a training, at one place after another: it is named by tensor, term and
/// step before another step is taken, and nothing that was kept has it.
/// </summary>
public sealed class NonFinitePlacesTests : IDisposable
{
    private const float Nan = float.NaN, Infinity = float.PositiveInfinity, Huge = 3e38f;

    // Three steps to an epoch: step 4 is in the middle of the second.
    private const int Injected = 4;

    private static readonly Dictionary<string, (Action<Place> Inject, string Expected)> Places = new()
    {
        ["the condition"] = (
            place => place.Data.Train.Condition.Span.Fill(Nan),
            "^reconstruction is NaN, first in condition$"),
        ["an infinite condition"] = (
            place => place.Data.Train.Condition.Span.Fill(Infinity),
            "^reconstruction is NaN, first in condition$"),
        ["the target"] = (place => place.Data.Train.Target.Span.Fill(Nan), "^reconstruction is NaN, first in target$"),
        ["a weight of q"] = (
            place => place.Set("inference.0.weight", Nan),
            @"^reconstruction is NaN, first in inference\.0\.weight$"),
        ["a bias of q"] = (
            place => place.Set("inference.0.bias", Infinity),
            @"^reconstruction is NaN, first in inference\.0\.bias$"),
        ["a weight of q's head"] = (
            place => place.Set("inference.1.weight", Nan),
            @"^reconstruction is NaN, first in inference\.1\.weight$"),
        ["a weight of the router"] = (
            place => place.Set("router.0.weight", Nan),
            @"^prior_kl is NaN, first in router\.0\.weight$"),
        ["a bias of the router's head"] = (
            place => place.Set("router.1.bias", Nan),
            @"^prior_kl is NaN, first in router\.1\.bias$"),
        ["a weight of the decoder"] = (
            place => place.Set("decoder.0.weight", Infinity),
            @"^reconstruction is (NaN|Infinity), first in decoder\.0\.weight$"),
        ["a bias of the decoder's head"] = (
            place => place.Set("decoder.1.bias", Nan),
            @"^reconstruction is NaN, first in decoder\.1\.bias$"),
        ["the learned scale"] = (
            place => place.Set("decoder.log_variance", Nan),
            @"^reconstruction is NaN, first in decoder\.log_variance$"),
        ["an activation of q"] = (
            place => place.Fill("inference.0.weight", Huge),
            @"^reconstruction is NaN, first in the output of inference\.0$"),
        ["an activation of the router"] = (
            place => place.Fill("router.0.weight", Huge),
            @"^prior_kl is NaN, first in the output of router\.0$"),
        ["an activation of the decoder"] = (
            place => place.Fill("decoder.0.weight", Huge),
            @"^reconstruction is (NaN|Infinity), first in the output of decoder\.0$"),
        ["an output of q"] = (
            place => place.Fill("inference.1.weight", Huge),
            @"^reconstruction is NaN, first in the output of inference\.1$"),
        ["z"] = (place => place.Fill("inference.1.bias", 200f), "^reconstruction is NaN, first in z$"),
        ["the KL"] = (
            place => place.Fill("router.1.bias", -200f),
            "^prior_kl is Infinity, first in the output of diagonal_normal_divergence$"),
        ["a second moment that overflows"] = (
            place => place.Fill("decoder.log_variance", -87f),
            @"^adam\.second_moment\.[a-z0-9._]+ is not finite after the update$"),
        ["a first moment"] = (
            place => place.Moment(first: true, Nan),
            @"^adam\.first_moment\.inference\.0\.weight is not finite after the update$"),
        ["a second moment"] = (
            place => place.Moment(first: false, Infinity),
            @"^adam\.second_moment\.inference\.0\.weight is not finite after the update$"),
        ["the condition of a validation"] = (
            place => place.Data.Validation.Condition.Span.Fill(Nan),
            "^reconstruction is NaN on the validation examples, first in condition$"),
        ["a term of a validation"] = (
            place => place.Data.Validation.Condition.Span.Fill(Huge),
            "^reconstruction is Infinity on the validation examples, first in the output of "
                + "diagonal_normal_log_probability$"),
    };

    private readonly Device device = Device.Cpu(1);

    public static TheoryData<string> Names => [.. Places.Keys];

    public void Dispose() => device.Dispose();

    [Fact]
    public void There_are_at_least_twenty_places() => Assert.True(Places.Count >= 20);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_named_within_one_step_and_nothing_that_is_kept_has_it(string place)
    {
        (Action<Place> inject, string expected) = Places[place];
        CvaeOptions options = SmallTask.Model with { Likelihood = LikelihoodKind.NormalLearnedScale };
        var data = new DatasetSplit(
            SmallTask.Examples(options, 96, 1),
            SmallTask.Examples(options, 32, 2),
            SmallTask.Examples(options, 32, 3));
        var model = new Cvae(options, seed: 1);
        var objective = Objective.EvidenceLowerBound(new ConstantSchedule(1), new ConstantSchedule(0.1));
        var trainer = new Trainer(
            model,
            objective,
            new TrainingOptions
            {
                Epochs = 5,
                BatchSize = 32,
                CheckpointEverySteps = 3,
            },
            data,
            device);
        var checkpoints = new MemoryCheckpoints();
        int[] best = [];
        var progress = new RecordingProgress
        {
            AtEpoch = epoch => best = epoch.IsBest ? SmallTask.WeightBits(model) : best,
            AtStep = step =>
            {
                if (step.Step == Injected)
                    inject(new Place(trainer, model, data));
            },
        };

        var failure = Assert.Throws<NonFiniteException>(() => trainer.Run(progress, checkpoints));
        Assert.Matches(expected, failure.Problem);
        Assert.InRange(failure.Step, Injected, Injected + 1);
        Assert.Equal(best, SmallTask.WeightBits(model));
        Assert.NotEmpty(checkpoints.All);
        Assert.All(
            checkpoints.All,
            kept =>
                Assert.All(
                    kept.Tensors.Values,
                    tensor => Assert.All(tensor.Span.ToArray(), value => Assert.True(float.IsFinite(value)))));
    }

    /// <summary>What an injection can reach.</summary>
    private sealed record Place(Trainer Trainer, Cvae Model, DatasetSplit Data)
    {
        public void Set(string parameter, float value) => SmallTask.Find(Model, parameter).Value.Span[0] = value;

        public void Fill(string parameter, float value) => SmallTask.Find(Model, parameter).Value.Span.Fill(value);

        public void Moment(bool first, float value) =>
            Trainer
                .State.Tensors.Single(entry =>
                    entry.Name == $"adam.{(first ? "first" : "second")}_moment.inference.0.weight")
                .Tensor.Span[0] = value;
    }
}
