using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>A cause, and every finding that it must and may lead to: what is not listed is a false alarm.</summary>
internal sealed record Plant(string Cause, Func<ulong, IPlanted> Of, params string[] Findings);

/// <summary>
/// Latents of known cause. Values lie well away from the lines, in the population: whether a sample shows it is what is
/// studied. With h the curvature, the sampling cost is D h v / 2, the usage gap h sum Var mu, the recalibration gain
/// 1/2 sum (r + b^2 - 1 - ln r).
/// </summary>
internal static class Plants
{
    /// <summary>V_post 0.25, s 1, K_prior 5.5; drawing costs its price of 3 nats, another's z 42.</summary>
    private static PlantedLatent Healthy(ulong seed) => new() { Seed = seed, Examples = seed % 2 == 0 ? 200 : 400 };

    // The same latent in other units.
    private static PlantedLatent Broad(ulong seed) =>
        Healthy(seed) with { Variances = PlantedLatent.Same(4), Spread = 4 };

    private static PlantedLatent Sharp(ulong seed) =>
        Healthy(seed) with { Variances = PlantedLatent.Same(0.01), Breadth = 20 };

    private static PlantedLatent InUnitsOnly(ulong seed) =>
        Healthy(seed) with { Variances = PlantedLatent.Same(0.01), Breadth = 1.2, Spread = 0.05 };

    private static PlantedLatent Collapsed(ulong seed) =>
        Healthy(seed) with { Variances = PlantedLatent.Same(1), Idle = 8, MeansCarryLabels = false };

    private static PlantedLatent Standard(ulong seed) =>
        Healthy(seed) with
        {
            Variances = PlantedLatent.Same(0.05),
            Breadth = 20,
            Spread = 0,
            PriorIsStandard = true,
            MeansCarryLabels = false,
        };

    private static double[] OneBroad(double variance) => [.. PlantedLatent.Same(0.2, 9), variance];

    private static readonly string[] Fine = ["LS3002", "LS4003", "LS5002"];

    public static IReadOnlyList<Plant> All { get; } =
    [
        new("router that recovers", Healthy, Fine),
        new("broad because free", seed => Broad(seed) with { Weight = 0 }, ["LS1001", .. Fine]),
        new("broad though penalised", seed => Broad(seed) with { Weight = 0.1 }, ["LS1002", .. Fine]),
        new("missing weight", Broad, ["LS1003", .. Fine]),
        new(
            "broad together",
            seed => Broad(seed) with { Weight = 0, Breadth = 1.2 },
            ["LS1001", "LS2001", .. Fine]),
        new("owned by one dimension", seed => Healthy(seed) with { Variances = OneBroad(6) }, ["LS1004", .. Fine]),
        new("sharp", seed => Sharp(seed) with { Weight = 1 }, ["LS1005", .. Fine]),
        new(
            "sharp but meaningless",
            seed => Sharp(seed) with { MeansCarryLabels = false },
            "LS1005", "LS3002", "LS4002", "LS5002"),
        new("small in units only", InUnitsOnly, ["LS1007", .. Fine]),
        new("fixed prior", Standard, "LS1005", "LS3002", "LS4002"),
        new("router shifted", seed => Healthy(seed) with { RouterShift = 2 }, "LS2002", "LS2004", "LS4003"),
        new(
            "router over-confident",
            seed => Healthy(seed) with { Overshoot = 1.8, Spread = 3 },
            "LS2002", "LS4003"),
        new(
            "router too broad",
            seed => Healthy(seed) with { RouterScale = 5, Spread = 2 },
            "LS2002", "LS4003"),
        new("collapsed", Collapsed, "LS2003", "LS4001", "LS4002"),
        new("some idle", seed => Healthy(seed) with { Idle = 5 }, ["LS2003", .. Fine]),
        new(
            "two modes",
            seed => Healthy(seed) with { TwoModes = true, Breadth = 16, Spread = 3 },
            ["LS2005", .. Fine]),
        new("draws cost more than their "
            + "price", seed => Healthy(seed) with { Steepness = 3 }, "LS3001", "LS4003", "LS5002"),
        new("unused latent", seed => Healthy(seed) with { Steepness = 0 }, "LS4001", "LS4003"),
        new("router misses x", seed => Healthy(seed) with { RouterIsBlind = true }, "LS3002", "LS4003", "LS5001"),
        new("log of base 2", seed => Spoiled(seed, LogOfBase2), "LS0001", "LS4003"),
        new("standard deviations", seed => Spoiled(seed, Deviations), "LS0001", "LS4003"),
        new("rows of another example", seed => Spoiled(seed, Permuted), "LS0002", "LS4003"),
        new("likelihoods not negated", seed => Spoiled(seed, Negated), "LS0002", "LS4003"),
        new("one example exploded", seed => Spoiled(seed, Exploded), "LS0003", "LS4003"),
        new("owned by one example", seed => Spoiled(seed, Owned), "LS0004", "LS4003"),
        new("log-variances cut off", seed => Spoiled(Healthy(seed) with { Jitter = 0.3 }, CutOff), ["LS0005", .. Fine]),
        new(
            "diverging log",
            seed => Healthy(seed) with { History = PlantedLog.Diverging(seed) },
            [.. Fine, "LS9002"]),
        new(
            "non-finite log",
            seed => Healthy(seed) with { History = PlantedLog.NonFinite(seed) },
            [.. Fine, "LS9001"]),
        new(
            "rising but healthy log",
            seed => Healthy(seed) with { History = PlantedLog.RisingButHealthy(seed) },
            [.. Fine, "LS9003"]),
        new(
            "log that left its first value",
            seed => Healthy(seed) with { History = PlantedLog.DivergedAtOnce(seed) },
            [.. Fine, "LS9002"]),
        new(
            "log past its best",
            seed => Healthy(seed) with { History = PlantedLog.PastItsBest(seed) },
            [.. Fine, "LS9004"]),
        new("log below zero", seed => Healthy(seed) with { History = PlantedLog.HealthyDensity(seed) }, Fine),
        new(
            "broad at weight 0, log diverging",
            seed => Broad(seed) with { Weight = 0, History = PlantedLog.Diverging(seed) },
            [.. Fine, "LS9002"]),
        new(
            "collapsed, log diverging",
            seed => Collapsed(seed) with { History = PlantedLog.Diverging(seed) },
            "LS2003", "LS4001", "LS4002", "LS9002"),
    ];

    /// <summary>Categorical latents.</summary>
    public static IReadOnlyList<Plant> Categorical { get; } =
    [
        new("values for labels", Aligned, "LS6003"),
        new("values for labels, few examples to an x", seed => Aligned(seed) with { Conditions = 100 }, "LS6003"),
        new("eight values for eight labels", seed => Aligned(seed) with { Values = 8, Labels = 8 }, "LS6003"),
        new("a fixed prior", seed => Aligned(seed) with { RouterIsUniform = true }, "LS6003"),
        new("two variables, one for labels", seed => Aligned(seed) with { Others = 1 }, "LS6003"),
        new(
            "a label in most examples",
            seed => Aligned(seed) with { Favoured = 2, Clarity = 0.95, Conditions = 10 },
            "LS6003"),
        new("values for nothing", seed => Aligned(seed) with { Code = Code.None }),
        new(
            "values for nothing, a label in most examples",
            seed => Aligned(seed) with { Code = Code.None, Favoured = 2 }),
        new("two variables for nothing", seed => Aligned(seed) with { Code = Code.None, Others = 1 }),
        new(
            "values and labels of groups, for nothing",
            seed => Aligned(seed) with { Code = Code.NoneOfX, LabelIsOfX = true, Conditions = 40 }),
        new(
            "idle values",
            seed => Aligned(seed) with { Values = 6, Idle = 2 },
            "LS6001", "LS6003"),
        new(
            "idle values for nothing",
            seed => Aligned(seed) with { Values = 6, Idle = 2, Code = Code.None },
            "LS6001"),
        new("undecided", Undecided, "LS4001", "LS6002"),
        new("undecided, two variables", seed => Undecided(seed) with { Others = 1 }, "LS4001", "LS6002"),
        new(
            "undecided as weighted",
            seed => Undecided(seed) with { PriorKlWeight = 4 },
            "LS4001", "LS6002"),
        new("unused values", seed => Aligned(seed) with { Price = 0 }, "LS4001", "LS6003"),
        new("a code for each x", seed => Aligned(seed) with { Code = Code.Local }, "LS6004"),
        new(
            "a code for each x, few examples",
            seed => Aligned(seed) with { Code = Code.Local, Conditions = 50, Clarity = 0.95 },
            "LS6004"),
        new(
            "a code for each x, idle values",
            seed => Aligned(seed) with { Code = Code.Local, Values = 6, Idle = 2 },
            "LS6001", "LS6004"),
        new(
            "a router elsewhere",
            seed => Aligned(seed) with { RouterError = [8, 0, 0, 0] },
            "LS2004", "LS6003"),
    ];

    private static PlantedValues Aligned(ulong seed) => new() { Seed = seed, Examples = seed % 2 == 0 ? 200 : 400 };

    private static PlantedValues Undecided(ulong seed) =>
        Aligned(seed) with { Code = Code.None, Sharpness = 0, Price = 0 };

    /// <summary>Two readings, of different examples, and whether the second only has smaller units.</summary>
    public static IReadOnlyList<(
        string Cause,
        Func<ulong, (PlantedLatent Before, PlantedLatent After)> Of,
        bool OnlyRescaled)> Pairs
    { get; } =
    [
        ("rescaled pair", seed => (Broad(seed), Rescaled(Broad(Other(seed)), 0.5)), true),
        ("rescaled pair, same examples", seed => (Broad(seed), Rescaled(Broad(seed), 0.4)), true),
        ("rescaled and noisier", seed => (Broad(seed), Rescaled(Broad(Other(seed)), 0.25) with { Spread = 0.5 }), true),
        ("sharpened pair", seed => (Broad(seed), Broad(Other(seed)) with { Variances = PlantedLatent.Same(1) }), false),
        (
            "rescaled and sharpened",
            seed => (Broad(seed), Rescaled(Broad(Other(seed)), 0.5) with { Variances = PlantedLatent.Same(0.4) }),
            false),
        ("unchanged pair", seed => (Broad(seed), Broad(Other(seed))), false),
    ];

    private static ulong Other(ulong seed) => seed + 1_000_000;

    private static PlantedLatent Rescaled(PlantedLatent latent, double scale) => latent with
    {
        Variances = [.. latent.Variances.Select(variance => scale * scale * variance)],
        Spread = scale * latent.Spread,
    };

    private static PlantedLatent Spoiled(ulong seed, Action<Dictionary<EvidenceRole, double[]>> how) =>
        Spoiled(Healthy(seed), how);

    private static PlantedLatent Spoiled(PlantedLatent latent, Action<Dictionary<EvidenceRole, double[]>> how) =>
        latent with { Spoiled = how };

    private static void LogOfBase2(Dictionary<EvidenceRole, double[]> arrays) =>
        Change(arrays, EvidenceRole.PosteriorLogVariance, value => value / Math.Log(2));

    private static void Deviations(Dictionary<EvidenceRole, double[]> arrays) =>
        Change(arrays, EvidenceRole.PosteriorLogVariance, value => Math.Exp(value / 2));

    private static void Negated(Dictionary<EvidenceRole, double[]> arrays)
    {
        foreach (EvidenceRole role in (EvidenceRole[])
            [EvidenceRole.NllAtMean, EvidenceRole.NllPosterior, EvidenceRole.NllPrior, EvidenceRole.NllShuffled])
            Change(arrays, role, value => -value);
    }

    private static void Exploded(Dictionary<EvidenceRole, double[]> arrays) =>
        arrays[EvidenceRole.PosteriorLogVariance][40] = 90;

    private static void Owned(Dictionary<EvidenceRole, double[]> arrays)
    {
        double[] logs = arrays[EvidenceRole.PosteriorLogVariance];
        for (int d = 0; d < 8; d++)
            logs[40 + d] += 9;
        // The arrays agree: its draws are that broad.
        double[] nll = arrays[EvidenceRole.NllPosterior], ratios = arrays[EvidenceRole.LogRatioPosterior];
        for (int draw = 5 * 8; draw < 6 * 8; draw++)
        {
            nll[draw] += 3 * Math.Exp(9);
            ratios[draw] -= Math.Exp(9);
        }
    }

    private static void CutOff(Dictionary<EvidenceRole, double[]> arrays)
    {
        double bound = Math.Log(0.25) - 0.1;
        Change(arrays, EvidenceRole.PosteriorLogVariance, value => Math.Max(value, bound));
        arrays.Remove(EvidenceRole.LogRatioPosterior);
    }

    private static void Change(
        Dictionary<EvidenceRole, double[]> arrays,
        EvidenceRole role,
        Func<double, double> change) =>
        arrays[role] = [.. arrays[role].Select(change)];

    // The rows of everything that the decoder said are of another example.
    private static void Permuted(Dictionary<EvidenceRole, double[]> arrays) =>
        (arrays[EvidenceRole.NllShuffled], arrays[EvidenceRole.NllPosterior]) = (
            [.. arrays[EvidenceRole.NllPosterior].Where((_, at) => at % 8 == 0)],
            [.. arrays[EvidenceRole.NllShuffled].SelectMany(value => Enumerable.Repeat(value, 8))]);
}
