using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Training;

namespace LatentSharp.Runs.Configuration;

/// <summary>Which options of a categorical latent's training go together.</summary>
internal static class CategoricalCheck
{
    private const string Estimator = "categorical_estimator", End = "categorical_temperature_end";

    /// <summary>Checks a configuration.</summary>
    /// <exception cref="OptionException">Options contradict each other.</exception>
    public static void Require(RunConfiguration configuration)
    {
        (CvaeOptions model, TrainingOptions training) = (configuration.Model, configuration.Training);
        if (model is { HasLatent: true, Latent: LatentKind.Categorical })
            OfCategorical(configuration, model, training);
        else
            OfOther(model, training);
        RunConfiguration.Require(
            training.PosteriorSamples == 1 || training.ImportanceSamples == 1,
            "posterior_samples",
            "importance_samples is above 1, which are draws of q already; leave it at 1");
    }

    private static void OfOther(CvaeOptions model, TrainingOptions training)
    {
        const string reason = "there is no categorical latent; give latent categorical";
        (CvaeOptions plain, TrainingOptions none) = (new RunConfiguration().Model, new TrainingOptions());
        RunConfiguration.Require(model.LatentVariables == plain.LatentVariables, "latent_variables", reason);
        RunConfiguration.Require(model.LatentValues == plain.LatentValues, "latent_values", reason);
        RunConfiguration.Require(training.CategoricalEstimator == none.CategoricalEstimator, Estimator, reason);
        RunConfiguration.Require(training.RouterFromStep == 0, "router_from_step", reason);
        RequireNoTemperature(training, reason);
    }

    private static void OfCategorical(RunConfiguration configuration, CvaeOptions model, TrainingOptions training)
    {
        RunConfiguration.Require(
            model.LatentDimensions == new RunConfiguration().Model.LatentDimensions,
            "latent_dimensions",
            "the latent is categorical; give latent_variables and latent_values instead");
        RunConfiguration.Require(
            model.LogVarianceRange is null,
            "log_variance_range",
            "the latent is categorical and has no variance; leave it at none");
        CategoricalEstimator estimator = training.CategoricalEstimator;
        if (estimator.IsEnumerated)
        {
            if (!LatentHead.Of(model).Family.IsEnumerated)
                throw new OptionException(
                    $"{Estimator} goes through all values of z, and {model.LatentVariables} variables of " +
                        $"{model.LatentValues} have more than {CategoricalLatent.MostEnumerated}; give " +
                        "score_function, gumbel_softmax or straight_through, or fewer");
            RunConfiguration.Require(
                training.PosteriorSamples == 1,
                "posterior_samples",
                $"{Estimator} goes through all values of z; leave it at 1");
        }

        if (estimator == CategoricalEstimator.ScoreFunction && training.PosteriorSamples < 2)
            throw new OptionException(
                $"{Estimator} is score_function, which holds draws against each other; give posterior_samples of at " +
                    "least 2, such as 4");
        RunConfiguration.Require(
            training.ImportanceSamples == 1,
            "importance_samples",
            $"the latent is categorical; give {Estimator} exact_likelihood, which is the bound at its tightest");
        RunConfiguration.Require(
            !configuration.Hybrid || estimator == CategoricalEstimator.Exact,
            Estimator,
            "model hybrid goes through all values; leave it at exact");
        RunConfiguration.Require(
            !estimator.IsOfLikelihood
                || configuration is { PriorKlWeight: 1, PriorKlWarmupSteps: 0 },
            Estimator,
            "the likelihood has no separate KL; leave prior_kl_weight at 1 and prior_kl_warmup_steps at 0");
        RunConfiguration.Require(
            training.RouterFromStep == 0 || model is { HasInferenceNetwork: true, Prior: PriorKind.Learned },
            "router_from_step",
            "there is no router beside q; give model cvae or hybrid and prior learned, or leave it at 0");
        if (estimator.TemperatureEnd is null)
            RequireNoTemperature(training, $"this {Estimator} has no temperature");
        else
            RunConfiguration.Require(
                training.CategoricalTemperatureEnd != 0 || estimator == CategoricalEstimator.StochasticEm,
                End,
                "values cannot be mixed at temperature 0; give a number above it, such as 0.5");
    }

    private static void RequireNoTemperature(TrainingOptions training, string reason)
    {
        var none = new TrainingOptions();
        RunConfiguration.Require(
            training.CategoricalTemperature == none.CategoricalTemperature,
            "categorical_temperature",
            reason);
        RunConfiguration.Require(training.CategoricalTemperatureEnd is null, End, reason);
        RunConfiguration.Require(
            training.CategoricalTemperatureSteps is null,
            "categorical_temperature_steps",
            reason);
    }
}
