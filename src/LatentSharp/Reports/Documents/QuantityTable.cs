using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// Every quantity of a reading as lines of a table, in the specification's order, each with how to read it.
/// </summary>
internal static class QuantityTable
{
    /// <summary>What the table's readers need to know first.</summary>
    public const string Legend =
        "q is the inference network's q(z|x,y), p the router's p(z|x), mu and m their means. Logs are natural, " +
            "so that information is "
        + "in nats. An error is one standard error over examples.";

    /// <summary>The lines.</summary>
    public static IReadOnlyList<QuantityLine> Of(LatentQuantities quantities)
    {
        var lines = new List<QuantityLine>();
        Variance(lines, "posterior_variance", quantities.PosteriorVariance);
        Measured(
            lines,
            "prior_variance",
            quantities.PriorVariance,
            summary => Variance(lines, "prior_variance", summary));
        Measured(
            lines,
            "breadth_ratio",
            quantities.BreadthRatio,
            ratio =>
                Line(
                    lines,
                    "breadth_ratio",
                    Figures.Of(ratio.Value),
                    "variance of q over that of p, geometric means: 1 = equally broad"));
        Line(
            lines,
            "noise_share",
            quantities.NoiseShare.Mean,
            "share of the latent's variance that is sampling noise: 0 = draws equal their means, 1 = the means " +
                "do not differ");
        Measured(
            lines,
            "prior_kl",
            quantities.PriorKl,
            kl =>
            {
                Line(lines, "prior_kl", kl.Total, "nats, KL(q || p) summed over dimensions: 0 = q repeats p");
                Part(lines, "variance part", Figures.Of(kl.VariancePart.Sum()), "nats, from unequal breadth");
                Part(lines, "mean part", Figures.Of(kl.MeanPart.Sum()), "nats, from unequal means");
            }
        );
        Line(
            lines,
            "active_units",
            $"{quantities.ActiveUnits.Count} of {quantities.ActiveUnits.Of}",
            "dimensions whose mean varies over examples (variance at least 0.01)");
        Measured(
            lines,
            "collapsed_units",
            quantities.CollapsedUnits,
            units =>
                Line(
                    lines,
                    "collapsed_units",
                    $"{units.Count} of {units.Of}",
                    "dimensions where q repeats p (KL below 0.01 for at least 99% of examples)"));
        Line(
            lines,
            "mutual_information",
            quantities.MutualInformation.Value,
            "nats that a draw of z says about its example; at most " +
                $"{Figures.Of(quantities.MutualInformation.Ceiling)} can be seen with " +
                $"{Spelling.Count(quantities.MutualInformation.Examples)} examples");
        Measured(
            lines,
            "aggregate_gap",
            quantities.AggregateGap,
            gap =>
                Line(
                    lines,
                    "aggregate_gap",
                    gap.Value,
                    "nats between all of q and all of p: 0 = together they fill the same space"));
        Measured(
            lines,
            "sampling_cost",
            quantities.SamplingCost,
            gap =>
                Line(
                    lines,
                    "sampling_cost",
                    gap.Difference,
                    $"nats that drawing z costs the decoder, over {Figures.Of(gap.Baseline)} at the mean"));
        Measured(
            lines,
            "usage_gap",
            quantities.UsageGap,
            gap =>
                Line(
                    lines,
                    "usage_gap",
                    gap.Difference,
                    "nats lost with another example's z: 0 = the decoder ignores z"));
        Measured(
            lines,
            "test_time_gap",
            quantities.TestTimeGap,
            gap => Line(lines, "test_time_gap", gap.Difference, "nats lost when the router must choose z"));
        Measured(
            lines,
            "conditional_likelihood",
            quantities.ConditionalLikelihood,
            likelihood => Likelihood(lines, likelihood));
        Measured(lines, "semantic_probe", quantities.SemanticProbe, probes => Probes(lines, probes));
        Measured(
            lines,
            "router_retrieval",
            quantities.RouterRetrieval,
            retrieval =>
                Line(
                    lines,
                    "router_retrieval",
                    retrieval.Share,
                    "share of examples whose own mu the router finds likeliest; chance is " +
                        $"{Figures.Of(retrieval.Chance)}"));
        return lines;
    }

    private static void Variance(List<QuantityLine> lines, string name, VarianceSummary summary)
    {
        Line(
            lines,
            name,
            summary.Mean,
            $"squared latent units: a standard deviation of {Figures.Of(summary.StandardDeviation)} latent units");
        Part(
            lines,
            "geometric mean",
            Figures.Of(summary.GeometricMean),
            "far below the mean where few dimensions own it");
        Part(
            lines,
            "median",
            Figures.Of(summary.Quantiles.Q50),
            $"90% of all variances lie from {Figures.Of(summary.Quantiles.Q05)} to {Figures.Of(summary.Quantiles.Q95)}"
        );
    }

    private static void Likelihood(List<QuantityLine> lines, ConditionalLikelihood likelihood)
    {
        Line(lines, "conditional_likelihood", "two estimators", "of log p(y|x), each a lower bound in expectation");
        Measured(
            lines,
            "prior_mc",
            likelihood.PriorMonteCarlo,
            estimate =>
                Part(lines, "prior_mc", estimate.LogLikelihood, $"nats, from {Sampling(estimate, "the router")}"),
            isPart: true);
        Measured(
            lines,
            "importance",
            likelihood.Importance,
            estimate =>
                Part(lines, "importance", estimate.LogLikelihood, $"nats, from {Sampling(estimate, "q, weighted")}"),
            isPart: true);
    }

    private static string Sampling(LikelihoodEstimate estimate, string source) =>
        $"{estimate.Samples} draws of {source}, of which {Figures.Of(estimate.EffectiveSampleSize)} count"
        + (estimate.ParetoK is { } k ? $"; Pareto k-hat {Figures.Of(k)}" : "")
        + (estimate.ParetoKAboveLimit is { } share ? $", above 0.7 for {Figures.Percent(share)} of examples" : "");

    private static void Probes(List<QuantityLine> lines, SemanticProbe probes)
    {
        foreach (Probe probe in probes.Probes)
        {
            string score = probe.Score == "r2" ? "R2" : probe.Score;
            Line(
                lines,
                "semantic_probe",
                probe.FromPosteriorMean,
                $"{score} of a linear probe for {probe.Target} from mu, {probe.Folds} folds of " +
                    $"{Spelling.Count(probe.Examples)} examples");
            Measured(
                lines,
                "from m",
                probe.FromPriorMean,
                prior => Part(lines, "from m", prior, $"{score} from the router's mean"),
                isPart: true);
            Part(lines, "control", probe.Control, $"{score} with permuted targets: what chance gives");
        }
    }

    private static void Measured<T>(
        List<QuantityLine> lines,
        string name,
        Measured<T> quantity,
        Action<T> write,
        bool isPart = false)
        where T : class
    {
        if (quantity.IsMeasured)
            write(quantity.Value);
        else
            lines.Add(new QuantityLine(name, isPart, null, $"needs {quantity.Needs}"));
    }

    private static void Line(List<QuantityLine> lines, string name, string value, string reading) =>
        lines.Add(new QuantityLine(name, IsPart: false, value, reading));

    private static void Line(List<QuantityLine> lines, string name, Estimate estimate, string reading) =>
        Line(lines, name, Figures.Of(estimate), reading);

    private static void Part(List<QuantityLine> lines, string name, string value, string reading) =>
        lines.Add(new QuantityLine(name, IsPart: true, value, reading));

    private static void Part(List<QuantityLine> lines, string name, Estimate estimate, string reading) =>
        Part(lines, name, Figures.Of(estimate), reading);
}
