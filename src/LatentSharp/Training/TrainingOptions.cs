using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;

namespace LatentSharp.Training;

/// <summary>How the learning rate goes on after its warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>It follows half a cosine down to 0.</summary>
    Cosine,

    /// <summary>
    /// It falls by 10^(1/7) after 1, 3, 9, 27, ... further epochs (Burda, Grosse and Salakhutdinov 2016, section 5).
    /// </summary>
    PowersOfThree,
}

/// <summary>What the best epoch is best by, on the validation examples.</summary>
public enum SelectionCriterion
{
    /// <summary>The objective at its final weights: what z does that q drew from the answer.</summary>
    Objective,

    /// <summary>-log p(y|x) by Monte Carlo draws of the router: what test time sees.</summary>
    RouterLikelihood,
}

/// <summary>What a training does when a number is not finite.</summary>
public enum NonFinitePolicy
{
    /// <summary>It stops, and names the number.</summary>
    Stop,

    /// <summary>
    /// It goes back to its last checkpoint, and on from there at half the learning rate; after
    /// <see cref="Trainer.MostRollbacks"/> times it stops.
    /// </summary>
    Rollback,
}

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The seed of weights, order and noise. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Passes over the training examples; at least 1. Default 100.</summary>
    public int Epochs { get; init => field = AtLeast("epochs", value, 1); } = 100;

    /// <summary>Examples per step; at least 1. Default 64.</summary>
    public int BatchSize { get; init => field = AtLeast("batch_size", value, 1); } = 64;

    /// <summary>The step size of Adam; above 0. Default 1e-3.</summary>
    public double LearningRate
    {
        get;
        init =>
            field =
                value > 0 && double.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("learning_rate", value, "a number above 0, such as 0.001");
    } = 1e-3;

    /// <summary>Steps over which the learning rate rises from 0. Default 0.</summary>
    public int LearningRateWarmupSteps { get; init => field = AtLeast("learning_rate_warmup_steps", value, 0); }

    /// <summary>What follows the warm-up. Default none.</summary>
    public LearningRateDecay LearningRateDecay { get; init; }

    /// <summary>What is added to the denominator of Adam; above 0. Default 1e-8.</summary>
    public double AdamEpsilon
    {
        get;
        init =>
            field =
                value > 0 && double.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("adam_epsilon", value, "a number above 0, such as 1e-8");
    } = 1e-8;

    /// <summary>
    /// Draws of z from the posterior per example; at least 1. Default 1. The importance-weighted bound tightens with
    /// more.
    /// </summary>
    public int ImportanceSamples { get; init => field = AtLeast("importance_samples", value, 1); } = 1;

    /// <summary>
    /// Draws of z from the posterior per example, over which the bound of one draw is averaged; at least 1. Default 1.
    /// </summary>
    public int PosteriorSamples { get; init => field = AtLeast("posterior_samples", value, 1); } = 1;

    /// <summary>What a categorical latent is trained by. Default exact.</summary>
    public CategoricalEstimator CategoricalEstimator { get; init; }

    /// <summary>The temperature of the estimator at the first step, where it has one; above 0. Default 1.</summary>
    public double CategoricalTemperature
    {
        get;
        init =>
            field =
                value > 0 && double.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("categorical_temperature", value, "a number above 0");
    } = 1;

    /// <summary>
    /// Where the temperature ends, at least 0; null, the default, for 0 where z is chosen among all values and 0.5
    /// where values are mixed.
    /// </summary>
    public double? CategoricalTemperatureEnd
    {
        get;
        init =>
            field =
                value is null || (value >= 0 && double.IsFinite(value.Value))
                    ? value
                    : throw OptionException.OutOfRange(
                        "categorical_temperature_end",
                        value,
                        "a number of at least 0, or none");
    }

    /// <summary>
    /// Steps over which the temperature goes to its end, in equal parts; null, the default, for 80 % of the run.
    /// </summary>
    public int? CategoricalTemperatureSteps
    {
        get;
        init => field = value is null ? null : AtLeast("categorical_temperature_steps", value.Value, 0);
    }

    /// <summary>
    /// The step from which a router has a say in z; before it it learns what z is chosen, and the fixed prior stands in
    /// its place. Default 0.
    /// </summary>
    public int RouterFromStep { get; init => field = AtLeast("router_from_step", value, 0); }

    /// <summary>
    /// Draws of z from the router per example, where the objective has a term of them; at least 1. Default 1.
    /// </summary>
    public int RouterSamples { get; init => field = AtLeast("router_samples", value, 1); } = 1;

    /// <summary>What the best epoch is best by. Default the objective.</summary>
    public SelectionCriterion SelectBy { get; init; }

    /// <summary>
    /// Draws of the router per validation example where the best epoch is chosen by them; at least 1. Default 100.
    /// </summary>
    public int SelectionSamples { get; init => field = AtLeast("selection_samples", value, 1); } = 100;

    /// <summary>AdamW's weight decay; at least 0. Default 0.</summary>
    public double WeightDecay
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("weight_decay", value, "a number of at least 0");
    }

    /// <summary>The largest global norm of the gradient; null, the default, does not clip.</summary>
    public double? GradientClipNorm
    {
        get;
        init =>
            field =
                value is null || (value > 0 && double.IsFinite(value.Value))
                    ? value
                    : throw OptionException.OutOfRange("gradient_clip_norm", value, "a number above 0, or none");
    }

    /// <summary>
    /// Epochs without a better validation objective after which training stops; null, the default, never stops early.
    /// Epochs before the end of a warm-up do not count.
    /// </summary>
    public int? EarlyStoppingPatience
    {
        get;
        init => field = value is null ? null : AtLeast("early_stopping_patience", value.Value, 1);
    }

    /// <summary>Steps from one checkpoint to the next; at least 1. Default 1000.</summary>
    public int CheckpointEverySteps { get; init => field = AtLeast("checkpoint_every_steps", value, 1); } = 1000;

    /// <summary>What happens when a number is not finite. Default stop.</summary>
    public NonFinitePolicy OnNonFinite { get; init; }

    /// <summary>The draws that an objective asks for.</summary>
    internal DrawCounts DrawsFor(Objective objective)
    {
        return new DrawCounts(
            Math.Max(ImportanceSamples, PosteriorSamples),
            Any(DrawPlan.Router) ? RouterSamples : 0)
        {
            Prior = Any(DrawPlan.Prior),
        };

        bool Any(DrawPlan plan) => objective.Terms.Any(weighted => weighted.Term.Info.Needs == plan);
    }

    /// <summary>The temperature of the estimator at each step.</summary>
    /// <param name="totalSteps">The length of the run.</param>
    internal ISchedule Temperature(long totalSteps) =>
        CategoricalEstimator.TemperatureEnd is { } end
            ? new LinearSchedule(
                CategoricalTemperature,
                CategoricalTemperatureEnd ?? end,
                CategoricalTemperatureSteps ?? totalSteps * 4 / 5)
            : new ConstantSchedule(1);

    /// <summary>The draws of a training step.</summary>
    /// <param name="draws">How many.</param>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="temperature">The estimator's temperature at that step.</param>
    internal DrawCounts At(DrawCounts draws, long step, double temperature) =>
        draws with
        {
            Estimator = CategoricalEstimator.At(temperature),
            ChoiceTemperature = CategoricalEstimator.ChoiceAt(temperature),
            RouterListens = step < RouterFromStep,
        };

    private static int AtLeast(string option, int value, int least) =>
        value >= least ? value : throw OptionException.OutOfRange(option, value, $"a whole number of at least {least}");
}
