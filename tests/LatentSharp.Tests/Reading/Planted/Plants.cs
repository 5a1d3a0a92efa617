namespace LatentSharp.Tests.Reading.Planted;

/// <summary>A cause, and every finding that it must and may lead to: what is not listed is a false alarm.</summary>
internal sealed record Plant(string Cause, Func<ulong, PlantedLatent> Of, params string[] Findings);

/// <summary>
/// Latents of known cause. Values lie well away from the lines, in the population: whether a sample shows it is what is
/// studied. The usage gap, sampling cost and test-time gap follow from steepness g, v and the spread of the means:
/// g D spread^2, g D v / 2 and g/2 sum (|mu - m|^2 + s - v).
/// </summary>
internal static class Plants
{
    /// <summary>
    /// V_post 0.25, noise share 0.2; a router close by; the sampling cost is 1 nat of 50, the usage gap 8 nats and the
    /// test-time gap 0.14.
    /// </summary>
    private static PlantedLatent Healthy(ulong seed) => new() { Seed = seed, Examples = seed % 2 == 0 ? 200 : 400 };

    // The same latent in other units: g falls with the square of the scale.
    private static PlantedLatent Broad(ulong seed) =>
        Healthy(seed) with
        {
            Variances = PlantedLatent.Same(4),
            Spread = 4,
            Steepness = 1 / 16.0,
            RouterNoise = 0.4,
            RouterBreadth = 0.4,
        };

    private static PlantedLatent Sharp(ulong seed) =>
        Healthy(seed) with { Variances = PlantedLatent.Same(0.01), RouterNoise = 0.02 };

    private static PlantedLatent InUnitsOnly(ulong seed) =>
        Healthy(seed) with
        {
            Variances = PlantedLatent.Same(0.01),
            Spread = 0.05,
            Steepness = 100,
            RouterNoise = 0,
            RouterBreadth = 1,
        };

    private static PlantedLatent Collapsed(ulong seed) =>
        Healthy(seed) with
        {
            Variances = PlantedLatent.Same(1),
            Jitter = 0.02,
            Spread = 0.01,
            MeansCarryLabels = false,
            RouterNoise = 0,
            RouterBreadth = 1,
            Steepness = 0,
        };

    private static double[] OneBroad(double variance) => [variance, .. PlantedLatent.Same(0.2, 9)];

    public static IReadOnlyList<Plant> All { get; } =
    [
        new("router that recovers", Healthy, "LS3002", "LS4003", "LS5002"),
        new("broad because free", seed => Broad(seed) with { Weight = 0 }, "LS1001", "LS3002", "LS4003", "LS5002"),
        new(
            "broad though penalised",
            seed => Broad(seed) with { Weight = 0.01 },
            "LS1002",
            "LS3002",
            "LS4003",
            "LS5002"),
        new("missing weight", Broad, "LS1003", "LS3002", "LS4003", "LS5002"),
        new(
            "broad together",
            seed => Broad(seed) with { Weight = 0, RouterBreadth = 1.1 },
            "LS1001",
            "LS2001",
            "LS3002",
            "LS4003",
            "LS5002"),
        new(
            "owned by one dimension",
            seed => Healthy(seed) with { Variances = OneBroad(6), Steepness = 0.3 },
            "LS1004",
            "LS3002",
            "LS4003",
            "LS5002"),
        new("sharp", seed => Sharp(seed) with { Weight = 1 }, "LS1005", "LS3002", "LS4003", "LS5002"),
        new(
            "sharp but meaningless",
            seed => Sharp(seed) with { MeansCarryLabels = false },
            "LS1005",
            "LS3002",
            "LS4002",
            "LS5002"),
        new("small in units only", InUnitsOnly, "LS1007", "LS3001", "LS4003", "LS5002"),
        new(
            "mismatched in mean",
            seed => Healthy(seed) with { RouterShift = 3 },
            "LS2002",
            "LS2004",
            "LS3002",
            "LS4003",
            "LS5001"),
        new(
            "mismatched in variance",
            seed => Healthy(seed) with { RouterBreadth = 100 },
            "LS2002",
            "LS2004",
            "LS3002",
            "LS4003",
            "LS5001"),
        new("collapsed", Collapsed, "LS2003", "LS3002", "LS4001", "LS5002"),
        new("samples cost", seed => Healthy(seed) with { Loss = 10 }, "LS3001", "LS4003", "LS5002"),
        new("unused latent", seed => Healthy(seed) with { Steepness = 0 }, "LS3002", "LS4001", "LS4003", "LS5002"),
        new(
            "router cannot recover",
            seed => Healthy(seed) with { RouterFollows = 0, RouterNoise = 0, RouterBreadth = 5 },
            "LS3002",
            "LS4003",
            "LS5001"),
        new(
            "diverging log",
            seed => Healthy(seed) with { History = PlantedLog.Diverging(seed) },
            "LS3002",
            "LS4003",
            "LS5002",
            "LS9002"),
        new(
            "non-finite log",
            seed => Healthy(seed) with { History = PlantedLog.NonFinite(seed) },
            "LS3002",
            "LS4003",
            "LS5002",
            "LS9001"),
        new(
            "rising but healthy log",
            seed => Healthy(seed) with { History = PlantedLog.RisingButHealthy(seed) },
            "LS3002",
            "LS4003",
            "LS5002",
            "LS9003"),
        new(
            "log below zero",
            seed => Healthy(seed) with { History = PlantedLog.HealthyDensity(seed) },
            "LS3002",
            "LS4003",
            "LS5002"),
        new(
            "broad and free, log rising",
            seed => Broad(seed) with { Weight = 0, History = PlantedLog.RisingButHealthy(seed) },
            "LS1001",
            "LS3002",
            "LS4003",
            "LS5002",
            "LS9003"),
        new(
            "broad at weight 0, log diverging",
            seed => Broad(seed) with { Weight = 0, History = PlantedLog.Diverging(seed) },
            "LS3002",
            "LS4003",
            "LS5002",
            "LS9002"),
        new(
            "broad and mismatched in mean",
            seed => Broad(seed) with { Weight = 0, RouterShift = 12 },
            "LS1001",
            "LS2002",
            "LS2004",
            "LS3002",
            "LS4003",
            "LS5001"),
        new(
            "sharp, meaningless, router cannot recover",
            seed =>
                Sharp(seed) with
                {
                    MeansCarryLabels = false,
                    RouterFollows = 0,
                    RouterNoise = 0,
                    RouterBreadth = 101,
                },
            "LS1005",
            "LS2002",
            "LS3002",
            "LS4002",
            "LS5001"),
        new(
            "owned by one dimension, samples cost",
            seed => Healthy(seed) with { Variances = OneBroad(6), Loss = 10 },
            "LS1004",
            "LS3001",
            "LS4003",
            "LS5002"),
        new(
            "collapsed, log diverging",
            seed => Collapsed(seed) with { History = PlantedLog.Diverging(seed) },
            "LS2003",
            "LS3002",
            "LS4001",
            "LS5002",
            "LS9002"),
    ];

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
            seed => (Broad(seed), Rescaled(Broad(Other(seed)), 0.5) with { Variances = PlantedLatent.Same(0.6) }),
            false),
        ("unchanged pair", seed => (Broad(seed), Broad(Other(seed))), false),
    ];

    private static ulong Other(ulong seed) => seed + 1_000_000;

    private static PlantedLatent Rescaled(PlantedLatent latent, double scale) => latent with
    {
        Variances = [.. latent.Variances.Select(variance => scale * scale * variance)],
        Spread = scale * latent.Spread,
        Steepness = latent.Steepness / (scale * scale),
        RouterNoise = scale * latent.RouterNoise,
    };
}
