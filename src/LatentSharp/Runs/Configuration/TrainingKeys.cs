using LatentSharp.Latents.Categorical;
using LatentSharp.Training;
using static LatentSharp.Runs.Configuration.KeyRows;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of the training: draws, selection, epochs and the optimiser.</summary>
internal static class TrainingKeys
{
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Whole(
            "importance_samples",
            "draws of z from q per example; above 1 the objective is the importance-weighted bound",
            c => c.Training.ImportanceSamples, (c, v) => Of(c, t => t with { ImportanceSamples = v })),
        Whole(
            "posterior_samples", "draws of z from q per example, over which the bound of one draw is averaged",
            c => c.Training.PosteriorSamples, (c, v) => Of(c, t => t with { PosteriorSamples = v })),
        Choice(
            "categorical_estimator",
            "the bound by exact (all values), score_function, straight_through, gumbel_softmax or "
                + "straight_through_gumbel; the likelihood by exact_likelihood, hard_em or stochastic_em",
            [("exact", CategoricalEstimator.Exact), ("score_function", CategoricalEstimator.ScoreFunction),
                ("straight_through", CategoricalEstimator.StraightThrough),
                ("gumbel_softmax", CategoricalEstimator.GumbelSoftmax),
                ("straight_through_gumbel", CategoricalEstimator.StraightThroughGumbel),
                ("exact_likelihood", CategoricalEstimator.ExactLikelihood),
                ("hard_em", CategoricalEstimator.HardEm), ("stochastic_em", CategoricalEstimator.StochasticEm)],
            c => c.Training.CategoricalEstimator, (c, v) => Of(c, t => t with { CategoricalEstimator = v })),
        Number(
            "categorical_temperature", "temperature of the estimator at the first step, where it has one",
            c => c.Training.CategoricalTemperature, (c, v) => Of(c, t => t with { CategoricalTemperature = v })),
        OptionalNumber(
            "categorical_temperature_end", "where it ends; none: 0 for stochastic_em, 0.5 for the others",
            c => c.Training.CategoricalTemperatureEnd is { } end ? Format(end) : null,
            (c, v) => Of(c, t => t with
            {
                CategoricalTemperatureEnd = v is null ? null : ParseNumber("categorical_temperature_end", v),
            })),
        OptionalNumber(
            "categorical_temperature_steps", "steps that it takes; none: 80 % of the run",
            c => c.Training.CategoricalTemperatureSteps is { } steps ? Format(steps) : null,
            (c, v) => Of(c, t => t with
            {
                CategoricalTemperatureSteps = v is null ? null : ParseWhole("categorical_temperature_steps", v),
            })),
        Whole(
            "router_from_step", "step from which the router has a say in a categorical z; before it, it learns along",
            c => c.Training.RouterFromStep, (c, v) => Of(c, t => t with { RouterFromStep = v })),
        Whole(
            "router_samples", "draws of z from the router per example, in a hybrid",
            c => c.Training.RouterSamples, (c, v) => Of(c, t => t with { RouterSamples = v })),
        Choice(
            "select_by", "what the best epoch is best by: objective, or router_likelihood",
            [("objective", SelectionCriterion.Objective), ("router_likelihood", SelectionCriterion.RouterLikelihood)],
            c => c.Training.SelectBy, (c, v) => Of(c, t => t with { SelectBy = v })),
        Whole(
            "selection_samples", "draws of the router per validation example for select_by router_likelihood",
            c => c.Training.SelectionSamples, (c, v) => Of(c, t => t with { SelectionSamples = v })),
        Whole(
            "epochs", "passes over the training examples",
            c => c.Training.Epochs, (c, v) => Of(c, t => t with { Epochs = v })),
        Whole(
            "batch_size", "examples per step",
            c => c.Training.BatchSize, (c, v) => Of(c, t => t with { BatchSize = v })),
        Number(
            "learning_rate", "step size of Adam",
            c => c.Training.LearningRate, (c, v) => Of(c, t => t with { LearningRate = v })),
        Whole(
            "learning_rate_warmup_steps", "steps over which the learning rate rises from 0",
            c => c.Training.LearningRateWarmupSteps, (c, v) => Of(c, t => t with { LearningRateWarmupSteps = v })),
        Choice(
            "learning_rate_decay",
            "none, cosine down to 0 at the end, or powers_of_three: by 10^(1/7) after 1, 3, 9, ... further epochs",
            [("none", LearningRateDecay.None), ("cosine", LearningRateDecay.Cosine),
                ("powers_of_three", LearningRateDecay.PowersOfThree)],
            c => c.Training.LearningRateDecay, (c, v) => Of(c, t => t with { LearningRateDecay = v })),
        Number(
            "adam_epsilon", "added to the denominator of Adam",
            c => c.Training.AdamEpsilon, (c, v) => Of(c, t => t with { AdamEpsilon = v })),
        Number(
            "weight_decay", "AdamW's decoupled weight decay",
            c => c.Training.WeightDecay, (c, v) => Of(c, t => t with { WeightDecay = v })),
        OptionalNumber(
            "gradient_clip_norm", "largest global norm of the gradient; none does not clip",
            c => c.Training.GradientClipNorm is { } norm ? Format(norm) : null,
            (c, v) => Of(c, t => t with
            {
                GradientClipNorm = v is null ? null : ParseNumber("gradient_clip_norm", v),
            })),
        OptionalNumber(
            "early_stopping_patience",
            "epochs without a better validation objective before stopping; none never stops early",
            c => c.Training.EarlyStoppingPatience is { } epochs ? Format(epochs) : null,
            (c, v) => Of(c, t => t with
            {
                EarlyStoppingPatience = v is null ? null : ParseWhole("early_stopping_patience", v),
            })),
    ];

    /// <summary>A configuration whose training options are changed.</summary>
    public static RunConfiguration Of(RunConfiguration configuration, Func<TrainingOptions, TrainingOptions> change) =>
        configuration with { Training = change(configuration.Training) };
}
