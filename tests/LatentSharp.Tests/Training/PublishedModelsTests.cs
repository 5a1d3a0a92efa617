using LatentSharp.Compute;
using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>
/// The presets of published tables, for a few epochs on the digits that ship with the library: what docs/science.md
/// says of MNIST in order and sign. Estimates are of the test examples, in nats.
/// </summary>
[Trait("speed", "slow")]
public sealed class PublishedModelsTests : IDisposable
{
    private const LikelihoodEstimator Router = LikelihoodEstimator.RouterMonteCarlo,
        Importance = LikelihoodEstimator.Importance;

    private readonly Device device = Device.Cpu(0);

    public void Dispose() => device.Dispose();

    // Where all values of z are gone through, there is nothing to estimate.
    public static TheoryData<string> Names =>
    [
        .. Presets.All
            .Where(preset => preset.Configuration.Model.Latent == LatentKind.Gaussian
                || !preset.Configuration.Training.CategoricalEstimator.IsEnumerated)
            .Select(preset => preset.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_preset_trains_on_digits_and_its_estimates_are_in_order(string name)
    {
        LikelihoodEvaluation evaluation = Evaluate(name, "epochs=4", "hidden=32");
        double bound = evaluation[LikelihoodEstimator.NegativeElbo].Mean.Value;
        double[] importance = [.. new[] { 1, 10, 50 }.Select(samples => evaluation[Importance, samples].Mean.Value)];
        double[] router = [.. new[] { 1, 10, 50 }.Select(samples => evaluation[Router, samples].Mean.Value)];
        Assert.Equal(bound, importance[0], 0.02 * bound);
        Assert.True(importance[0] > importance[1] && importance[1] > importance[2], string.Join(", ", importance));
        Assert.True(router[0] > router[1] && router[1] > router[2], string.Join(", ", router));
        Assert.InRange(importance[2], 1, Math.Log(2) * evaluation.TargetElements);
    }

    [Fact]
    public void On_quadrants_a_latent_beats_a_plain_network_and_draws_of_the_router_close_the_gap_they_are_trained_for()
    {
        string[] few = ["epochs=30", "hidden=64,64", "latent_dimensions=8", "batch_size=32"];
        LikelihoodEvaluation plain = Evaluate("sohn-quadrants", [.. few, "model=nn"]),
            gsnn = Evaluate("sohn-quadrants", [.. few, "model=gsnn"]);
        LikelihoodEvaluation cvae = Evaluate("sohn-quadrants", few),
            hybrid = Evaluate("sohn-quadrants", [.. few, "model=hybrid", "router_samples=10"]);
        double alone = Assert.Single(plain.Estimators).Mean.Value;
        string found =
            $"nn {alone}, gsnn {gsnn[Router].Mean.Value}, cvae {cvae[Router].Mean.Value} and " +
                $"{cvae[Importance].Mean.Value}, hybrid {hybrid[Router].Mean.Value} and " +
                $"{hybrid[Importance].Mean.Value}";
        Assert.True(cvae[Importance].Mean.Value < alone - 1, found);
        Assert.True(Math.Abs(gsnn[Router].Mean.Value - alone) < 0.1 * alone, found);
        Assert.True(Gap(hybrid) < 0.8 * Gap(cvae), found);
        Assert.True(hybrid[Router].Mean.Value < cvae[Router].Mean.Value, found);

        static double Gap(LikelihoodEvaluation evaluation) => evaluation.RouterGap!.Gaps[^1].Difference.Value;
    }

    private LikelihoodEvaluation Evaluate(string preset, params string[] settings)
    {
        RunConfiguration configuration = Presets.Find(preset)!.With(settings.Prepend("data=digits"));
        var setup = RunSetup.Load(configuration);
        configuration = setup.Configuration;
        var model = new Cvae(configuration.Model, configuration.Training.Seed);
        new Trainer(model, configuration.Objective, configuration.Training, setup.Data, device).Run(
            new RecordingProgress());
        return LikelihoodEvaluator.Evaluate(
            model,
            setup.Data.Test,
            new LikelihoodOptions { Samples = [1, 10, 50] },
            device);
    }
}
