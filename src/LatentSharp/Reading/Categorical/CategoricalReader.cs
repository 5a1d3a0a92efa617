using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Reading.Categorical;

/// <summary>
/// Measures a categorical latent of M variables of K values each. All but the alignment are functions of sums over
/// examples, exact for these; where there are several variables they are added up, and the information of the sum is at
/// least that of all variables together.
/// </summary>
internal static class CategoricalReader
{
    /// <summary>The share of its even share 1/K of the mass of q below which a value is never used.</summary>
    public const double NeverUsed = 0.01;

    /// <summary>Measures what the logits and labels give.</summary>
    /// <param name="evidence">Evidence of a categorical latent.</param>
    /// <param name="options">How the estimators measure.</param>
    /// <param name="progress">The share of the pass that is done.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="Data.DataException">Logits or labels are none.</exception>
    public static LatentQuantities Read(
        LatentEvidence evidence,
        ReadingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var pass = ValuePass.Read(evidence, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        GroupedSums sums = pass.Sums;
        LatentQuantities quantities = LatentQuantities.None($"a {EvidenceFamily.Gaussian.Name} latent") with
        {
            PosteriorEntropy = Entropy(sums, all => all.PosteriorEntropy.ToArray()),
            MutualInformation = new MutualInformation(
                sums.Estimate(all => all.MarginalEntropies(all.Posterior).Sum() - all.Mean(all.PosteriorEntropy)),
                sums.All.Variables * Math.Log(sums.All.Values),
                checked((int)Math.Min(evidence.Examples, int.MaxValue)),
                Samples: 0),
            Usage = Usage(evidence, sums),
            Alignment = AlignmentEstimator.Estimate(evidence, options),
            ConditionalInformation = ConditionalInformationEstimator.Estimate(evidence, options),
        };
        return evidence[EvidenceRole.PriorLogits] is { } prior
            ? OfPrior(quantities, sums, pass, prior)
            : quantities with
            {
                PriorEntropy = Missing<ValueEntropy>(),
                AggregateGap = Missing<AggregateGap>(),
                RouterMarginalKl = Missing<RouterMarginalKl>(),
                RouterSkill = Missing<RouterSkill>(),
                PriorKl = Missing<PriorKl>(),
            };

        static Measured<T> Missing<T>()
            where T : class => Measured<T>.Missing(EvidenceRole.PriorLogits.Name);
    }

    private static LatentQuantities OfPrior(
        LatentQuantities quantities,
        GroupedSums sums,
        ValuePass pass,
        IEvidenceArray prior)
    {
        ValueSums all = sums.All;
        quantities = quantities with
        {
            PriorEntropy = Entropy(sums, each => each.PriorEntropy.ToArray()),
            RouterMarginalKl = new RouterMarginalKl(
                Math.Max(0, all.Variables * Math.Log(all.Values) - all.MarginalEntropies(all.Prior).Sum())),
        };
        if (pass.Impossible is { } row)
        {
            string needs = FormattableString.Invariant(
                $"a prior under which all that q takes is possible; row {row} (counted from 0) of {prior.Name} gives ")
                + "some of it the probability 0";
            return quantities with
            {
                PriorKl = Measured<PriorKl>.Missing(needs),
                AggregateGap = Measured<AggregateGap>.Missing(needs),
                RouterSkill = Measured<RouterSkill>.Missing(needs),
            };
        }

        return quantities with
        {
            PriorKl = new PriorKl(sums.Estimate(each => each.Mean(each.Divergence)), Parts: null)
            {
                PerVariable = [.. all.Divergence.ToArray().Select(divergence => divergence / all.Examples)],
            },
            AggregateGap = new AggregateGap(sums.Estimate(Gap), quantities.MutualInformation.Value!.Examples, 0),
            RouterSkill = quantities.PriorEntropy.Value is { } entropy && entropy.IsUniform
                ? Measured<RouterSkill>.Missing("a learned router; this prior is uniform for every example")
                : Skill(sums, pass.Reliability),
        };
    }

    private static ValueEntropy Entropy(GroupedSums sums, Func<ValueSums, double[]> of)
    {
        ValueSums all = sums.All;
        Estimate total = sums.Estimate(each => each.Mean(of(each)));
        return new ValueEntropy(
            total,
            Math.Exp(total.Value / all.Variables),
            all.Variables * Math.Log(all.Values),
            [.. of(all).Select(entropy => entropy / all.Examples)]);
    }

    private static ValueUsage Usage(LatentEvidence evidence, GroupedSums sums)
    {
        ValueSums all = sums.All;
        double[] posterior = [.. all.Posterior.ToArray().Select(sum => sum / all.Examples)];
        bool hasPrior = evidence[EvidenceRole.PriorLogits] is not null;
        return new ValueUsage(
            sums.Estimate(each => Effective(each, each.MarginalEntropies(each.Posterior))),
            hasPrior ? Effective(all, all.MarginalEntropies(all.Prior)) : null,
            [.. posterior],
            hasPrior ? [.. all.Prior.ToArray().Select(sum => sum / all.Examples)] : [],
            [.. Enumerable.Range(0, posterior.Length).Where(at => posterior[at] < NeverUsed / all.Values)],
            all.Values,
            evidence.Grouping.Any ? evidence.Grouping.Count : evidence.Examples);
    }

    private static double Effective(ValueSums sums, double[] entropies) => Math.Exp(entropies.Sum() / sums.Variables);

    private static Measured<RouterSkill> Skill(GroupedSums sums, Reliability reliability)
    {
        ValueSums all = sums.All;
        if (!(all.MarginalEntropies(all.Posterior).Sum() > 1e-9))
            return Measured<RouterSkill>.Missing("values that differ over examples; q always takes the same");
        return new RouterSkill(
            sums.Estimate(each => 1 - each.Mean(each.CrossEntropy) / each.MarginalEntropies(each.Posterior).Sum()),
            sums.Estimate(each => each.Mean(each.Agreement) / each.Variables),
            all.Mean(all.Confidence) / all.Variables,
            reliability.Error,
            reliability.ErrorByChance,
            [.. reliability.Table()]);
    }

    // KL(mean q || mean p), over variables.
    private static double Gap(ValueSums sums)
    {
        double gap = 0;
        for (int at = 0; at < sums.Posterior.Length; at++)
        {
            double q = sums.Posterior[at], p = sums.Prior[at];
            gap += q > 0 && p > 0 ? q / sums.Examples * Math.Log(q / p) : 0;
        }

        return gap;
    }
}
