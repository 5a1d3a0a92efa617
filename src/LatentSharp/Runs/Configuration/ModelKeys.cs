using LatentSharp.Autodiff;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using static LatentSharp.Runs.Configuration.KeyRows;

namespace LatentSharp.Runs.Configuration;

/// <summary>The keys of the model: which networks, which latent, which likelihood.</summary>
internal static class ModelKeys
{
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Choice(
            "model",
            "cvae, gsnn (q is the router), nn (the decoder on the condition alone), or hybrid: hybrid_weight * cvae + "
                + "(1 - hybrid_weight) * gsnn",
            [("cvae", (true, true, false)), ("gsnn", (true, false, false)), ("nn", (false, false, false)),
                ("hybrid", (true, true, true))],
            c => c switch
            {
                { Model.HasLatent: false } => (false, false, false),
                { Model.HasInferenceNetwork: false } => (true, false, false),
                _ => (true, true, c.Hybrid),
            },
            (c, v) => c with
            {
                Hybrid = v.Item3,
                Model = c.Model with { HasLatent = v.Item1, HasInferenceNetwork = v.Item2 },
            }),
        Number(
            "hybrid_weight", "what cvae weighs in model hybrid, between 0 and 1",
            c => c.HybridWeight, (c, v) => c with { HybridWeight = Fraction("hybrid_weight", v) }),
        Choice(
            "likelihood",
            "bernoulli, normal, normal_learned_scale or categorical; default: bernoulli for binary targets, else "
                + "normal_learned_scale",
            [("bernoulli", LikelihoodKind.Bernoulli), ("normal", LikelihoodKind.Normal),
                ("normal_learned_scale", LikelihoodKind.NormalLearnedScale),
                ("categorical", LikelihoodKind.Categorical)],
            c => c.Model.Likelihood,
            (c, v) => c with { LikelihoodGiven = true, Model = c.Model with { Likelihood = v } }),
        new(
            "likelihood_scale", "standard deviation of a normal likelihood; where learned, its start",
            c => [Format(c.Model.LikelihoodScale)],
            (c, v) => Of(c, m => m with
            {
                LikelihoodScale = (float)ParseNumber("likelihood_scale", Single("likelihood_scale", v)),
            }))
        {
            IsNumber = true,
        },
        Choice(
            "prior", "learned (a router), marginal (learned without the condition), or standard (N(0, I) or uniform)",
            [("learned", PriorKind.Learned), ("marginal", PriorKind.Marginal), ("standard", PriorKind.Standard),
                ("uniform", PriorKind.Standard)],
            c => c.Model.Prior, (c, v) => Of(c, m => m with { Prior = v })),
        Choice(
            "latent", "gaussian or categorical",
            [("gaussian", LatentKind.Gaussian), ("categorical", LatentKind.Categorical)],
            c => c.Model.Latent, (c, v) => Of(c, m => m with { Latent = v })) with { IsLater = true },
        Whole(
            "latent_variables", "variables of a categorical z",
            c => c.Model.LatentVariables, (c, v) => Of(c, m => m with { LatentVariables = v })) with { IsLater = true },
        Whole(
            "latent_values", "values of each variable of a categorical z",
            c => c.Model.LatentValues, (c, v) => Of(c, m => m with { LatentValues = v })) with { IsLater = true },
        Whole(
            "latent_dimensions", "dimensions of a Gaussian z",
            c => c.Model.LatentDimensions, (c, v) => Of(c, m => m with { LatentDimensions = v })),
        Numbers(
            "hidden", "widths of the hidden layers of each network; none for linear maps",
            c => [.. c.Model.Hidden.Select(Format)],
            (c, v) => Of(c, m => m with { Hidden = [.. v.Select(width => ParseWhole("hidden", width))] })),
        Numbers(
            "router_hidden", "widths of the router's hidden layers, where they are not those of hidden",
            c => [.. (c.Model.RouterHidden ?? []).Select(Format)],
            (c, v) => Of(c, m => m with
            {
                RouterHidden = v.Count == 0 ? null : [.. v.Select(width => ParseWhole("router_hidden", width))],
            })),
        Switch(
            "router_guess", "yes shows the router what a plain network, trained along, expects of y",
            c => c.Model.RouterGuess, (c, v) => Of(c, m => m with { RouterGuess = v })),
        Switch(
            "decoder_condition", "no hides the condition from the decoder, which then sees z alone",
            c => c.Model.DecoderSeesCondition, (c, v) => Of(c, m => m with { DecoderSeesCondition = v })),
        Choice(
            "activation", "relu, tanh or gelu",
            [("relu", Activation.Relu), ("tanh", Activation.Tanh), ("gelu", Activation.Gelu)],
            c => c.Model.Activation, (c, v) => Of(c, m => m with { Activation = v })),
        Numbers(
            "log_variance_range", "soft range of log-variances, such as -10,10; none leaves them unbounded",
            c => c.Model.LogVarianceRange is { } range ? [Format(range.Minimum), Format(range.Maximum)] : [],
            (c, v) => Of(c, m => m with { LogVarianceRange = ParseRange(v) })),
    ];

    private static RunConfiguration Of(RunConfiguration configuration, Func<CvaeOptions, CvaeOptions> change) =>
        configuration with { Model = change(configuration.Model) };

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
}
