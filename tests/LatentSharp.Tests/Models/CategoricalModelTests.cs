using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Tests.Latents.Coin;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Models;

public sealed class CategoricalModelTests : IDisposable
{
    private static readonly CvaeOptions Options = SmallTask.Model with
    {
        Latent = LatentKind.Categorical,
        LatentVariables = 2,
        LatentValues = 3,
    };

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_networks_end_in_logits_and_the_decoder_sees_one_hot_blocks()
    {
        var model = new Cvae(Options, seed: 0);
        Assert.Equal(
            [
                "inference.0.weight [16, 7]", "inference.0.bias [16]", "inference.1.weight [6, 16]",
                "inference.1.bias [6]", "router.0.weight [16, 3]", "router.0.bias [16]", "router.1.weight [6, 16]",
                "router.1.bias [6]", "decoder.0.weight [16, 9]", "decoder.0.bias [16]", "decoder.1.weight [4, 16]",
                "decoder.1.bias [4]",
            ],
            model.Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}"));
        Assert.Equal(("categorical", 6, 9, 3), (
            model.Latent!.Name, model.Latent.Width, model.Latent.Enumerated, model.Latent.Values));
    }

    [Theory]
    [InlineData(LatentKind.Categorical)]
    [InlineData(LatentKind.Gaussian)]
    public void A_marginal_prior_starts_as_the_fixed_one_and_learns(LatentKind latent)
    {
        CvaeOptions options = (latent == LatentKind.Categorical ? Options : SmallTask.Model) with
        {
            Prior = PriorKind.Marginal,
        };
        (double fixedAtStart, _) = KlOf(options with { Prior = PriorKind.Standard }, epochs: 0);
        (double atStart, double trained) = KlOf(options, epochs: 5);
        Assert.Equal(fixedAtStart, atStart, 1e-6);
        Assert.NotEqual(atStart, trained, 1e-3);
        Assert.Single(new Cvae(options, seed: 0).Parameters, parameter => parameter.Name == "prior.outputs");
    }

    [Theory]
    [InlineData(CategoricalEstimator.Exact, 1)]
    [InlineData(CategoricalEstimator.ScoreFunction, 4)]
    [InlineData(CategoricalEstimator.GumbelSoftmax, 1)]
    [InlineData(CategoricalEstimator.StraightThroughGumbel, 1)]
    [InlineData(CategoricalEstimator.ExactLikelihood, 1)]
    [InlineData(CategoricalEstimator.HardEm, 1)]
    [InlineData(CategoricalEstimator.StochasticEm, 1)]
    public void Two_modes_are_told_apart_by_all_but_the_most_biased(CategoricalEstimator estimator, int samples)
    {
        // y is -2 or 2 as x has it likely: a model that does not use z stays above 1.3 nats, the data have 0.55.
        var data = new DatasetSplit(
            CoinModel.Draw(600, step: 0), CoinModel.Draw(200, step: 1), CoinModel.Draw(400, step: 2));
        var model = new Cvae(
            new CvaeOptions
            {
                ConditionDimensions = 1,
                TargetDimensions = 1,
                Hidden = [16],
                Activation = Activation.Tanh,
                Likelihood = LikelihoodKind.Normal,
                LikelihoodScale = 0.5f,
                Latent = LatentKind.Categorical,
                LatentValues = 3,
            },
            seed: 1);
        WeightedTerm[] terms = estimator.IsOfLikelihood
            ? [Of(new RouterReconstruction()), Of(new PosteriorDistillation())]
            : [Of(new Reconstruction()), Of(new PriorKl())];
        var training = new TrainingOptions
        {
            Epochs = 40,
            BatchSize = 60,
            LearningRate = 0.01,
            CategoricalEstimator = estimator,
            PosteriorSamples = samples,
        };
        // The negative ELBO is reported of any objective.
        if (estimator.IsOfLikelihood)
            terms = [new(new Reconstruction(), new ConstantSchedule(0)), .. terms];
        var objective = new Objective(terms);
        new Trainer(model, objective, training, data, device).Run(new RecordingProgress());
        LikelihoodEvaluation evaluation = LikelihoodEvaluator.Evaluate(
            model, data.Test, new LikelihoodOptions(), device);
        double likelihood = evaluation[LikelihoodEstimator.NegativeLogLikelihood].Mean.Value,
            gap = evaluation.AmortizationGap!.Value;
        Assert.True(likelihood < 1.2, $"-log p(y|x) is {likelihood}");
        Assert.InRange(gap, -1e-5, 0.3);

        static WeightedTerm Of(IObjectiveTerm term) => new(term, new ConstantSchedule(1));
    }

    private (double AtStart, double Trained) KlOf(CvaeOptions options, int epochs)
    {
        var model = new Cvae(options, seed: 0);
        var objective = new Objective(
            new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
            new WeightedTerm(new PriorKl(), new ConstantSchedule(1)));
        double start = Kl();
        if (epochs > 0)
            new Trainer(model, objective, new TrainingOptions { Epochs = epochs }, SmallTask.Data, device).Run(
                new RecordingProgress());
        return (start, Kl());

        double Kl() => new Evaluator(model, objective, SmallTask.Data.Test, seed: 0, device)
            .Evaluate().Objective[PriorKl.TermName].Raw;
    }
}
