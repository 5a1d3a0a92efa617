using System.Collections.Immutable;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>A diagnosis with fixed numbers: V_post 4 at weight 0 beside a router as broad.</summary>
internal static class SampleDiagnosis
{
    public const string HostileName = "runs/<script>alert(\"1\")</script>&'\u001b[31m";

    private static readonly double[] Posterior = [4.2, 3.9, 4.4, 3.5],
        Prior = [4.3, 3.8, 4.1, 3.6],
        Spread = [1.6, 0.9, 0.004, 2.1];

    /// <summary>Everything measured.</summary>
    public static Diagnosis Full { get; } = Of("runs/digits", FullQuantities(), History());

    /// <summary>Nothing but the posterior.</summary>
    public static Diagnosis Bare { get; } =
        new(
            new LatentReading(
                "latent.npz",
                200,
                4,
                new ObjectiveRole(VarianceRole.Unknown, null, null, null),
                null,
                BareQuantities(),
                null),
            [
                new Answer(
                    "Is the term active in the objective?",
                    null,
                    "Unknown: the weight was not given.",
                    [],
                    ["LS1003"]),
                new Answer(
                    "Which concern? Does q fit p?",
                    "prior_matching",
                    "Not measured: needs prior_mean and prior_logvar.",
                    [],
                    []),
                new Answer("Did the optimisation diverge?", null, "Unknown: there is no training log.", [], []),
            ],
            [
                new Finding(
                    "LS1003",
                    FindingLevel.Note,
                    "V_post is large and its weight is not known.",
                    [new EvidenceItem("posterior_variance", 4, 0.03, "V_post 4.000 +- 0.030")],
                    "Nothing is concluded about why.",
                    "Give --posterior-variance-weight."),
            ])
        {
            Verdict = new Verdict(null, "V_post is 4 in the latent's units (weight 0). Nothing to do."),
        };

    /// <summary>
    /// Texts that a page, a log viewer or a terminal could obey, and numbers that JSON has no word for.
    /// </summary>
    public static Diagnosis Hostile { get; } =
        Of(
            HostileName,
            FullQuantities() with
            {
                PosteriorVariance = Summary(
                    double.PositiveInfinity,
                    double.NaN,
                    [double.PositiveInfinity, 3.9, double.NaN, 3.5]),
                BreadthRatio = new BreadthRatio(double.NaN),
            },
            new TrainingHistory(
                [
                    .. History().Points,
                    new HistoryPoint(1000, double.NaN, double.PositiveInfinity, Terms(double.NaN, double.NaN, 0)),
                ],
                "<b>&"));

    /// <summary>Full against a reading whose V_post fell while its noise share stayed.</summary>
    public static ReadingComparison Comparison { get; } =
        ReadingComparison.Of(
            Full,
            Diagnosis.Of(
                Bare.Reading with
                {
                    Name = "runs/<later>",
                    Quantities = BareQuantities() with { PosteriorVariance = Summary(1, 0.01, [1, 1, 1, 1]) },
                }));

    /// <summary>Three weights; the last reading lacks what the first two have.</summary>
    public static SweepReading Sweep { get; } =
        SweepReading.Of([
            Weighted(
                "runs/<heavy>",
                1,
                BareQuantities() with
                {
                    PosteriorVariance = Summary(0.5, 0.01, [0.5, 0.5, 0.5, 0.5]),
                }
            ),
            Weighted("runs/free", 0, FullQuantities()),
            Weighted("runs/light", 0.01, FullQuantities() with { PosteriorVariance = Summary(2, 0.02, [2, 2, 2, 2]) }),
        ]);

    public static Diagnosis Of(string name, LatentQuantities quantities, TrainingHistory? history) =>
        new(
            new LatentReading(
                name,
                1000,
                4,
                new ObjectiveRole(VarianceRole.DiagnosticOnly, 0, 0, 0),
                false,
                quantities,
                history),
            [
                new Answer(
                    "Is the term active in the objective?",
                    null,
                    "No: its weight is 0, so V_post was computed and logged and gave no gradient.",
                    [new EvidenceItem("posterior_variance.weight", 0, null, "weight 0")],
                    ["LS1001"]),
                new Answer(
                    "Which concern? Does the mean mean anything?",
                    "semantic_alignment",
                    "The means carry the label: accuracy 0.910 +- 0.009 against 0.102 +- 0.010 by chance.",
                    [new EvidenceItem("semantic_probe", 0.91, 0.009, "accuracy 0.910 +- 0.009")],
                    []),
                new Answer(
                    "Which concern? Do draws stay decodable?",
                    "sampled_latent_stability",
                    "Draws cost the decoder 3.21 +- 0.05 nats over 80.1 at the mean.",
                    [],
                    []),
                new Answer(
                    "Which concern? Does q fit p?",
                    "prior_matching",
                    "q and the router are equally broad: breadth ratio 1.012.",
                    [],
                    ["LS2001"]),
                new Answer(
                    "Which concern? Does the router find what q found?",
                    "router_recovery",
                    "At test time 4.10 +- 0.08 nats are lost.",
                    [],
                    ["LS5001"]),
                new Answer(
                    "Did the optimisation diverge?",
                    null,
                    "No: the log has no non-finite value and nothing ran away.",
                    [],
                    []),
            ],
            [
                new Finding(
                    "LS5001",
                    FindingLevel.Warning,
                    "The router loses the latent at test time.",
                    [
                        new EvidenceItem("test_time_gap", 4.1, 0.08, "test-time gap 4.10 +- 0.08 nats"),
                        new EvidenceItem("usage_gap", 9.6, 0.2, "usage gap 9.60 +- 0.20 nats"),
                    ],
                    "That the inference network is at fault, or that V_post is too large.",
                    "Widen the router or train it longer."),
                new Finding(
                    "LS1001",
                    FindingLevel.Note,
                    "V_post is large because nothing penalised it.",
                    [
                        new EvidenceItem(
                            "posterior_variance",
                            4,
                            0.03,
                            "V_post 4.000 +- 0.030 (a standard deviation of 2.00 latent units)"),
                    ],
                    "That optimisation diverged, or that the latent is useless.",
                    "Compare with a small positive posterior_variance_weight."),
                new Finding(
                    "LS2001",
                    FindingLevel.Note,
                    $"In {name} q and the router are broad together.",
                    [new EvidenceItem("breadth_ratio", 1.012, null, "breadth ratio 1.012")],
                    "That the latent is sharp, although the KL is small.",
                    "Read the noise share."),
            ])
        {
            Verdict = new Verdict(null, "V_post is 4 in the latent's units (weight 0). Nothing to do."),
        };

    private static LatentReading Weighted(string name, double weight, LatentQuantities quantities) =>
        Full.Reading with
        {
            Name = name,
            Quantities = quantities,
            PosteriorVarianceRole = new ObjectiveRole(
                weight > 0 ? VarianceRole.Active : VarianceRole.DiagnosticOnly,
                weight,
                weight * quantities.PosteriorVariance.Value!.Mean.Value,
                null),
        };

    private static VarianceSummary Summary(double mean, double error, double[] perDimension) =>
        new(
            new Estimate(mean, error),
            3.86,
            [.. perDimension],
            new VarianceQuantiles(2.1, 3.8, 6.4),
            new Histogram([1, 1.5, 2, 2.5, 3], [120, 1800, 1900, 180]));

    private static LatentQuantities FullQuantities() =>
        new()
        {
            PosteriorVariance = Summary(4, 0.03, Posterior),
            PriorVariance = Summary(3.95, 0.02, Prior),
            BreadthRatio = new BreadthRatio(1.012),
            NoiseShare = new NoiseShare(new Estimate(0.793, 0.004), [0.724, 0.8125, 0.999, 0.625], [.. Spread]),
            PriorKl = new PriorKl(
                new Estimate(1.31, 0.02),
                new PriorKlParts([0.42, 0.21, 0.01, 0.67], [0.02, 0.01, 0.005, 0.03], [0.4, 0.2, 0.005, 0.64])),
            ChannelInformation = new ChannelInformation(new Estimate(0.62, 0.02)),
            RouterCalibration = new RouterCalibration(
                [0.02, -0.01, 0, 0.03],
                [1.04, 0.98, 1, 1.02],
                new Estimate(-0.012, 0.008),
                new Estimate(0.49, 0.006),
                new Estimate(0.891, 0.004),
                [0.02, 0.015, 0.01, 0.03],
                0.058,
                1000)
            {
                Distribution = [.. Enumerable.Range(0, 4).Select(Bent)],
            },
            RouterDetermination = new RouterDetermination(new Estimate(0.58, 0.02), [0.6, 0.5, 0, 0.64], 1000),
            ConditionProbe = new ConditionProbe(new Estimate(0.55, 0.03), 1000, 5),
            RouterMarginalKl = new RouterMarginalKl(0.8),
            WidthPrice = new WidthPrice(new Estimate(3.1, 0.04), 1, 0),
            ActiveUnits = new Units(3, [0, 1, 3], 4),
            CollapsedUnits = new Units(1, [2], 4),
            MutualInformation = new MutualInformation(new Estimate(1.02, 0.03), Math.Log(1000), 1000, 4000),
            AggregateGap = new AggregateGap(new Estimate(0.31, 0.02), 1000, 4000),
            SamplingCost = new NllGap(new Estimate(3.21, 0.05), new Estimate(80.1, 0.9), 16),
            UsageGap = new NllGap(new Estimate(9.6, 0.2), new Estimate(83.31, 0.92), 16),
            TestTimeGap = new NllGap(new Estimate(4.1, 0.08), new Estimate(83.31, 0.92), 16),
            ConditionalLikelihood = new ConditionalLikelihood(
                new LikelihoodEstimate(new Estimate(-84.9, 0.91), 16, 3.4, 0.82, 0.61),
                new LikelihoodEstimate(new Estimate(-84.2, 0.9), 16, 11.2, null, null)),
            SemanticProbe = new SemanticProbe([
                new Probe(
                    "labels",
                    "balanced accuracy",
                    new Estimate(0.91, 0.009),
                    new Estimate(0.84, 0.012),
                    new Estimate(0.102, 0.01),
                    1000,
                    5)
                {
                    FromDraw = new Estimate(0.88, 0.01),
                    LeftOut = 3,
                },
                new Probe(
                    "factor 0",
                    "r2",
                    new Estimate(0.55, 0.02),
                    Measured<Estimate>.Missing("prior_mean"),
                    new Estimate(-0.01, 0.01),
                    1000,
                    5)
                {
                    FromDraw = new Estimate(0.31, 0.02),
                },
            ]),
            Disentanglement = new Disentanglement(
                [
                    new FactorScore("mig", "gap of information", new Estimate(0.21, 0.02), 0.01),
                    new FactorScore("sap", "gap of correlation", new Estimate(0.34, 0.03), 0.002),
                ],
                2,
                1000),
            RouterRetrieval = new RouterRetrieval(new Estimate(0.34, 0.015), 0.001, 1000),
        };

    private static LatentQuantities BareQuantities() =>
        new()
        {
            PosteriorVariance = Summary(4, 0.03, Posterior),
            PriorVariance = Measured<VarianceSummary>.Missing("prior_mean and prior_logvar"),
            BreadthRatio = Measured<BreadthRatio>.Missing("prior_mean and prior_logvar"),
            NoiseShare = new NoiseShare(new Estimate(0.793, 0.004), [0.724, 0.8125, 0.999, 0.625], [.. Spread]),
            PriorKl = Measured<PriorKl>.Missing("prior_mean and prior_logvar"),
            ActiveUnits = new Units(3, [0, 1, 3], 4),
            ChannelInformation = new ChannelInformation(new Estimate(0.62, 0.02)),
            RouterCalibration = Measured<RouterCalibration>.Missing("prior_mean and prior_logvar"),
            RouterDetermination = Measured<RouterDetermination>.Missing("prior_mean and prior_logvar"),
            ConditionProbe = Measured<ConditionProbe>.Missing("condition and prior_mean and prior_logvar"),
            RouterMarginalKl = Measured<RouterMarginalKl>.Missing("prior_mean and prior_logvar"),
            WidthPrice = Measured<WidthPrice>.Missing("prior_mean and prior_logvar"),
            CollapsedUnits = new Units(1, [2], 4),
            MutualInformation = new MutualInformation(new Estimate(1.02, 0.03), Math.Log(200), 200, 800),
            AggregateGap = Measured<AggregateGap>.Missing("prior_mean and prior_logvar"),
            SamplingCost = Measured<NllGap>.Missing("nll_at_mean and nll_posterior"),
            UsageGap = Measured<NllGap>.Missing("nll_posterior and nll_shuffled"),
            TestTimeGap = Measured<NllGap>.Missing("nll_posterior and nll_prior"),
            ConditionalLikelihood = Measured<ConditionalLikelihood>.Missing(
                "nll_prior, or nll_posterior with log_ratio_posterior"),
            SemanticProbe = Measured<SemanticProbe>.Missing("labels or factors"),
            Disentanglement = Measured<Disentanglement>.Missing("factors"),
            RouterRetrieval = Measured<RouterRetrieval>.Missing("prior_mean and prior_logvar"),
        };

    private static TrainingHistory History() =>
        new(
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(i => new HistoryPoint(
                        10 * i,
                        90 - 0.1 * i,
                        2,
                        Terms(4 - 3 * Math.Exp(-i / 20.0), 1.3 * (1 - Math.Exp(-i / 30.0)), Math.Min(1, i / 50.0)))),
            ],
            null)
        {
            Validations =
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(i => new ValidationPoint(
                        200 * (i + 1),
                        i,
                        88 - i + 0.3 * i * i,
                        Terms(2, 1, 1),
                        IsBest: i < 3)),
            ],
        };

    // The transform's distribution over a grid of 31: the diagonal, a little bent.
    private static ImmutableArray<double> Bent(int dimension) =>
        [
            .. Enumerable.Range(1, 31).Select(j => j / 32.0).Select(t => t + 0.04 * (dimension - 1) * t * (1 - t)),
        ];

    private static Dictionary<string, (double Raw, double Weight)> Terms(double variance, double kl, double warmUp) =>
        new()
        {
            ["reconstruction"] = (85, 1),
            ["prior_kl"] = (kl, warmUp),
            ["posterior_variance"] = (variance, 0),
        };
}
