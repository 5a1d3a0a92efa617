using System.Globalization;
using LatentSharp.Autodiff;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Training;
using LatentSharp.Words;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of a configuration file. A new option of a run is a new row here.</summary>
public static class ConfigurationKeys
{
    private const string None = "none";

    /// <summary>All keys, grouped as a reader would look for them.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Text(
            "data",
            "digits, mnist, or the path of a CSV or IDX file",
            c => c.Data,
            (c, v) => c with { Data = Place("data", v) }
        ),
        OptionalText(
            "labels",
            "IDX: the path of the label file",
            c => c.Labels,
            (c, v) => c with { Labels = v is null ? null : Place("labels", v) }
        ),
        // Not a list that none unsets: for images none is a condition.
        new(
            "condition",
            "CSV: columns; images: upper_half, left_half, quadrants:1, 2 or 3, label or none",
            c => c.Condition,
            (c, v) => c with { Condition = v }
        )
        {
            IsList = true,
        },
        List(
            "target",
            "CSV: columns; images: what the condition leaves",
            c => c.Target,
            (c, v) => c with { Target = v }
        ),
        OptionalText(
            "label",
            "CSV: the column of labels, never shown to the model",
            c => c.Label,
            (c, v) => c with { Label = v }
        ),
        Choice(
            "binarize",
            "images: threshold, static (drawn once), dynamic (training images anew in every epoch) or none",
            ["threshold", "static", "dynamic", "none"],
            c => c.Binarize,
            (c, v) => c with { Binarize = v }
        ),
        Number(
            "validation_fraction",
            "share of examples held out to choose the best weights by; mnist: of the training set, from its end",
            c => c.ValidationFraction,
            (c, v) => c with { ValidationFraction = Fraction("validation_fraction", v) }
        ),
        Number(
            "test_fraction",
            "share of examples held out to the end; unused by mnist, which has a test set",
            c => c.TestFraction,
            (c, v) => c with { TestFraction = Fraction("test_fraction", v) }
        ),
        Choice(
            "model",
            "cvae, gsnn (q is the router), nn (the decoder on the condition alone), or hybrid: hybrid_weight * " +
                "cvae + (1 - hybrid_weight) * gsnn",
            ["cvae", "gsnn", "nn", "hybrid"],
            ModelName,
            (c, v) =>
                c with
                {
                    Hybrid = v == "hybrid",
                    Model = c.Model with
                    {
                        HasLatent = v != "nn",
                        HasInferenceNetwork = v is not ("nn" or "gsnn"),
                    },
                }
        ),
        Number(
            "hybrid_weight",
            "what cvae weighs in model hybrid, between 0 and 1",
            c => c.HybridWeight,
            (c, v) => c with { HybridWeight = Fraction("hybrid_weight", v) }
        ),
        Choice(
            "likelihood",
            "bernoulli, normal, normal_learned_scale or categorical; default: bernoulli for binary targets, else " +
                "normal_learned_scale",
            ["bernoulli", "normal", "normal_learned_scale", "categorical"],
            c =>
                c.Model.Likelihood switch
                {
                    LikelihoodKind.Bernoulli => "bernoulli",
                    LikelihoodKind.Normal => "normal",
                    LikelihoodKind.NormalLearnedScale => "normal_learned_scale",
                    _ => "categorical",
                },
            (c, v) =>
                c with
                {
                    LikelihoodGiven = true,
                    Model = c.Model with
                    {
                        Likelihood = v switch
                        {
                            "bernoulli" => LikelihoodKind.Bernoulli,
                            "normal" => LikelihoodKind.Normal,
                            "normal_learned_scale" => LikelihoodKind.NormalLearnedScale,
                            _ => LikelihoodKind.Categorical,
                        },
                    },
                }
        ),
        new(
            "likelihood_scale",
            "standard deviation of a normal likelihood; where learned, its start",
            c => [Format(c.Model.LikelihoodScale)],
            (c, v) =>
                c with
                {
                    Model = c.Model with
                    {
                        LikelihoodScale = (float)ParseNumber("likelihood_scale", Single("likelihood_scale", v)),
                    },
                }
        )
        {
            IsNumber = true,
        },
        Choice(
            "prior",
            "learned (a router) or standard (N(0, I))",
            ["learned", "standard"],
            c => c.Model.Prior == PriorKind.Learned ? "learned" : "standard",
            (c, v) =>
                c with
                {
                    Model = c.Model with { Prior = v == "learned" ? PriorKind.Learned : PriorKind.Standard },
                }
        ),
        Whole(
            "latent_dimensions",
            "dimensions of z",
            c => c.Model.LatentDimensions,
            (c, v) => c with { Model = c.Model with { LatentDimensions = v } }
        ),
        List(
            "hidden",
            "widths of the hidden layers of each network; none for linear maps",
            c => [.. c.Model.Hidden.Select(width => width.ToString(CultureInfo.InvariantCulture))],
            (c, v) => c with { Model = c.Model with { Hidden = [.. v.Select(width => ParseWhole("hidden", width))] } }
        ) with
        {
            IsNumber = true,
        },
        List(
            "router_hidden",
            "widths of the router's hidden layers, where they are not those of hidden",
            c => [.. (c.Model.RouterHidden ?? []).Select(width => width.ToString(CultureInfo.InvariantCulture))],
            (c, v) =>
                c with
                {
                    Model = c.Model with
                    {
                        RouterHidden = v.Count == 0 ? null : [.. v.Select(width => ParseWhole("router_hidden", width))],
                    },
                }
        ) with
        {
            IsNumber = true,
        },
        Switch(
            "router_guess",
            "yes shows the router what a plain network, trained along, expects of y",
            c => c.Model.RouterGuess,
            (c, v) => c with { Model = c.Model with { RouterGuess = v } }
        ),
        Switch(
            "decoder_condition",
            "no hides the condition from the decoder, which then sees z alone",
            c => c.Model.DecoderSeesCondition,
            (c, v) => c with { Model = c.Model with { DecoderSeesCondition = v } }
        ),
        Choice(
            "activation",
            "relu, tanh or gelu",
            ["relu", "tanh", "gelu"],
            c => c.Model.Activation.ToString().ToLowerInvariant(),
            (c, v) => c with { Model = c.Model with { Activation = Enum.Parse<Activation>(v, ignoreCase: true) } }
        ),
        List(
            "log_variance_range",
            "soft range of log-variances, such as -10,10; none leaves them unbounded",
            c => c.Model.LogVarianceRange is { } range ? [Format(range.Minimum), Format(range.Maximum)] : [],
            (c, v) => c with { Model = c.Model with { LogVarianceRange = ParseRange(v) } }
        ) with
        {
            IsNumber = true,
        },
        Number(
            "prior_kl_weight",
            "beta, the weight of the prior KL",
            c => c.PriorKlWeight,
            (c, v) => c with { PriorKlWeight = Weight("prior_kl_weight", v) }
        ),
        Whole(
            "prior_kl_warmup_steps",
            "steps over which beta rises from 0",
            c => c.PriorKlWarmupSteps,
            (c, v) => c with { PriorKlWarmupSteps = AtLeast("prior_kl_warmup_steps", v, 0) }
        ),
        Number(
            "posterior_variance_weight",
            "weight of the posterior variance; 0: diagnostic only",
            c => c.PosteriorVarianceWeight,
            (c, v) => c with { PosteriorVarianceWeight = Weight("posterior_variance_weight", v) }
        ),
        Whole(
            "importance_samples",
            "draws of z from q per example; above 1 the objective is the importance-weighted bound",
            c => c.Training.ImportanceSamples,
            (c, v) => c with { Training = c.Training with { ImportanceSamples = v } }
        ),
        Whole(
            "router_samples",
            "draws of z from the router per example, in a hybrid",
            c => c.Training.RouterSamples,
            (c, v) => c with { Training = c.Training with { RouterSamples = v } }
        ),
        Choice(
            "select_by",
            "what the best epoch is best by: objective, or router_likelihood",
            ["objective", "router_likelihood"],
            c => c.Training.SelectBy == SelectionCriterion.RouterLikelihood ? "router_likelihood" : "objective",
            (c, v) =>
                c with
                {
                    Training = c.Training with
                    {
                        SelectBy =
                            v == "objective" ? SelectionCriterion.Objective : SelectionCriterion.RouterLikelihood,
                    },
                }
        ),
        Whole(
            "selection_samples",
            "draws of the router per validation example for select_by router_likelihood",
            c => c.Training.SelectionSamples,
            (c, v) => c with { Training = c.Training with { SelectionSamples = v } }
        ),
        Whole(
            "epochs",
            "passes over the training examples",
            c => c.Training.Epochs,
            (c, v) => c with { Training = c.Training with { Epochs = v } }
        ),
        Whole(
            "batch_size",
            "examples per step",
            c => c.Training.BatchSize,
            (c, v) => c with { Training = c.Training with { BatchSize = v } }
        ),
        Number(
            "learning_rate",
            "step size of Adam",
            c => c.Training.LearningRate,
            (c, v) => c with { Training = c.Training with { LearningRate = v } }
        ),
        Whole(
            "learning_rate_warmup_steps",
            "steps over which the learning rate rises from 0",
            c => c.Training.LearningRateWarmupSteps,
            (c, v) => c with { Training = c.Training with { LearningRateWarmupSteps = v } }
        ),
        Choice(
            "learning_rate_decay",
            "none, cosine down to 0 at the end, or powers_of_three: by 10^(1/7) after 1, 3, 9, ... further epochs",
            ["none", "cosine", "powers_of_three"],
            c =>
                c.Training.LearningRateDecay switch
                {
                    LearningRateDecay.Cosine => "cosine",
                    LearningRateDecay.PowersOfThree => "powers_of_three",
                    _ => "none",
                },
            (c, v) =>
                c with
                {
                    Training = c.Training with
                    {
                        LearningRateDecay = v switch
                        {
                            "cosine" => LearningRateDecay.Cosine,
                            "powers_of_three" => LearningRateDecay.PowersOfThree,
                            _ => LearningRateDecay.None,
                        },
                    },
                }
        ),
        Number(
            "adam_epsilon",
            "added to the denominator of Adam",
            c => c.Training.AdamEpsilon,
            (c, v) => c with { Training = c.Training with { AdamEpsilon = v } }
        ),
        Number(
            "weight_decay",
            "AdamW's decoupled weight decay",
            c => c.Training.WeightDecay,
            (c, v) => c with { Training = c.Training with { WeightDecay = v } }
        ),
        Optional(
            "gradient_clip_norm",
            "largest global norm of the gradient; none does not clip",
            c => c.Training.GradientClipNorm is { } norm ? Format(norm) : null,
            (c, v) =>
                c with
                {
                    Training = c.Training with
                    {
                        GradientClipNorm = v is null ? null : ParseNumber("gradient_clip_norm", v),
                    },
                }
        ) with
        {
            IsNumber = true,
        },
        Optional(
            "early_stopping_patience",
            "epochs without a better validation objective before stopping; none never stops early",
            c => c.Training.EarlyStoppingPatience?.ToString(CultureInfo.InvariantCulture),
            (c, v) =>
                c with
                {
                    Training = c.Training with
                    {
                        EarlyStoppingPatience = v is null ? null : ParseWhole("early_stopping_patience", v),
                    },
                }
        ) with
        {
            IsNumber = true,
        },
        Whole(
            "log_every_steps",
            "steps from one line of metrics.jsonl to the next",
            c => c.LogEverySteps,
            (c, v) => c with { LogEverySteps = AtLeast("log_every_steps", v, 1) }
        ),
        Switch(
            "tensorboard",
            "yes writes a log for TensorBoard beside metrics.jsonl",
            c => c.TensorBoard,
            (c, v) => c with { TensorBoard = v }
        ),
        Whole(
            "checkpoint_every_steps",
            "steps from one checkpoint to the next",
            c => c.Training.CheckpointEverySteps,
            (c, v) => c with { Training = c.Training with { CheckpointEverySteps = v } }
        ),
        Optional(
            "checkpoint_keep_every",
            "every so many checkpoints one is kept for good; none keeps the last two",
            c => c.CheckpointKeepEvery?.ToString(CultureInfo.InvariantCulture),
            (c, v) =>
                c with
                {
                    CheckpointKeepEvery = v is null
                        ? null
                        : AtLeast("checkpoint_keep_every", ParseWhole("checkpoint_keep_every", v), 1),
                }
        ) with
        {
            IsNumber = true,
        },
        Choice(
            "on_non_finite",
            "stop, or rollback to the last checkpoint with half the learning rate",
            ["stop", "rollback"],
            c => c.Training.OnNonFinite == NonFinitePolicy.Rollback ? "rollback" : "stop",
            (c, v) =>
                c with
                {
                    Training = c.Training with
                    {
                        OnNonFinite = v == "rollback" ? NonFinitePolicy.Rollback : NonFinitePolicy.Stop,
                    },
                }
        ),
        new(
            "seed",
            "seed of weights, order and noise",
            c => [c.Training.Seed.ToString(CultureInfo.InvariantCulture)],
            (c, v) => c with { Training = c.Training with { Seed = ParseSeed(Single("seed", v)) } }
        )
        {
            IsNumber = true,
        },
    ];

    /// <summary>The key of a name.</summary>
    /// <exception cref="OptionException">There is none; the message names the nearest.</exception>
    public static ConfigurationKey Find(string name) =>
        All.FirstOrDefault(key => key.Name == name)
        ?? throw new OptionException(
            $"unknown configuration key {OneLine.Excerpt(name)}; " +
                $"{NearestName.Suggestion(name, [.. All.Select(key => key.Name)])}");

    private static string ModelName(RunConfiguration configuration) =>
        configuration switch
        {
            { Model.HasLatent: false } => "nn",
            { Model.HasInferenceNetwork: false } => "gsnn",
            _ => configuration.Hybrid ? "hybrid" : "cvae",
        };

    private static ConfigurationKey Text(
        string name,
        string description,
        Func<RunConfiguration, string> read,
        Func<RunConfiguration, string, RunConfiguration> write
    ) => new(name, description, c => [read(c)], (c, v) => write(c, Single(name, v)));

    private static ConfigurationKey OptionalText(
        string name,
        string description,
        Func<RunConfiguration, string?> read,
        Func<RunConfiguration, string?, RunConfiguration> write) =>
        new(
            name,
            description,
            c => read(c) is { } text ? [text] : [],
            (c, v) => write(c, v.Count == 0 ? null : Single(name, v)));

    private static ConfigurationKey Optional(
        string name,
        string description,
        Func<RunConfiguration, string?> read,
        Func<RunConfiguration, string?, RunConfiguration> write
    ) => OptionalText(name, description, read, (c, v) => write(c, v == None ? null : v));

    private static ConfigurationKey List(
        string name,
        string description,
        Func<RunConfiguration, IReadOnlyList<string>> read,
        Func<RunConfiguration, IReadOnlyList<string>, RunConfiguration> write
    ) => new(name, description, read, (c, v) => write(c, v is [None] ? [] : v)) { IsList = true };

    private static ConfigurationKey Choice(
        string name,
        string description,
        string[] choices,
        Func<RunConfiguration, string> read,
        Func<RunConfiguration, string, RunConfiguration> write) =>
        new(
            name,
            description,
            c => [read(c)],
            (c, v) =>
                write(
                    c,
                    choices.Contains(Single(name, v))
                        ? v[0]
                        : throw OptionException.OutOfRange(
                            name,
                            OneLine.Excerpt(v[0]),
                            $"one of {string.Join(", ", choices)}")));

    private static ConfigurationKey Switch(
        string name,
        string description,
        Func<RunConfiguration, bool> read,
        Func<RunConfiguration, bool, RunConfiguration> write
    ) => Choice(name, description, ["no", "yes"], c => read(c) ? "yes" : "no", (c, v) => write(c, v == "yes"));

    private static ConfigurationKey Number(
        string name,
        string description,
        Func<RunConfiguration, double> read,
        Func<RunConfiguration, double, RunConfiguration> write) =>
        new(name, description, c => [Format(read(c))], (c, v) => write(c, ParseNumber(name, Single(name, v))))
        {
            IsNumber = true,
        };

    private static ConfigurationKey Whole(
        string name,
        string description,
        Func<RunConfiguration, int> read,
        Func<RunConfiguration, int, RunConfiguration> write) =>
        new(
            name,
            description,
            c => [read(c).ToString(CultureInfo.InvariantCulture)],
            (c, v) => write(c, ParseWhole(name, Single(name, v))))
        {
            IsNumber = true,
        };

    private static string Single(string name, IReadOnlyList<string> values) =>
        values.Count == 1 ? values[0] : throw new OptionException($"{name} takes one value; {values.Count} were given");

    private static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Format(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    // No system has files with such a name, and .NET throws for one wherever it is used.
    private static string Place(string name, string path) =>
        path.Contains('\0', StringComparison.Ordinal)
            ? throw OptionException.OutOfRange(name, OneLine.Excerpt(path), "a path without a null character")
            : path;

    private static double ParseNumber(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw OptionException.OutOfRange(name, OneLine.Excerpt(text), "a number, such as 0.5");

    private static int ParseWhole(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw OptionException.OutOfRange(name, OneLine.Excerpt(text), "a whole number");

    private static ulong ParseSeed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw OptionException.OutOfRange("seed", OneLine.Excerpt(text), "a whole number of at least 0");

    private static LogVarianceRange? ParseRange(IReadOnlyList<string> values) =>
        values.Count switch
        {
            0 => null,
            2 => new LogVarianceRange(
                (float)ParseNumber("log_variance_range", values[0]),
                (float)ParseNumber("log_variance_range", values[1])),
            _ => throw new OptionException(
                $"log_variance_range takes two numbers, such as -10,10; {values.Count} were given"),
        };

    private static double Weight(string name, double value) =>
        !(value >= 0)
            ? throw OptionException.OutOfRange(name, value, "a number of at least 0; 0 makes the term diagnostic only")
        : !Objective.IsWeight(value)
            ? throw OptionException.OutOfRange(name, value, "0, or a positive number that float32 can hold")
        : value;

    private static double Fraction(string name, double value) =>
        value is > 0 and < 1
            ? value
            : throw OptionException.OutOfRange(name, value, "a number between 0 and 1, such as 0.15");

    private static int AtLeast(string name, int value, int least) =>
        value >= least ? value : throw OptionException.OutOfRange(name, value, $"a whole number of at least {least}");
}
