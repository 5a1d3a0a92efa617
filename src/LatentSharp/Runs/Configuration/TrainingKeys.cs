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
