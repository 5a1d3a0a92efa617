using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// How well a linear probe recovers labels (balanced accuracy) or numeric factors (R2) from mu, from one draw of q,
/// from the router's m, and from mu with the targets permuted among examples, all over the same cross-validated folds
/// of a random subsample. The permuted control is what the same probe makes of chance: one of the classes, and an R2
/// near 0. A probe from mu standardises, so that it finds a mean which no draw shows; hence the one from a draw beside
/// it.
/// </summary>
internal static class SemanticProbeEstimator
{
    /// <summary>Probes a subsample of the evidence.</summary>
    /// <exception cref="DataException">A label is not a whole number, or a factor infinite.</exception>
    public static Measured<SemanticProbe> Estimate(LatentEvidence evidence, ReadingOptions options, Device device)
    {
        if (evidence is { Labels: null, Factors: null })
            return Measured<SemanticProbe>.Missing(ProbeQuantities.SemanticProbe.Needs.Sentence);

        // In random order, so that a run of neighbours is a random fold.
        int[] rows = Subsample.Shuffle(
            evidence,
            ProbeFeatures.Affordable(options.ProbeExamples, evidence.Dimensions),
            EstimationStream.Folds.For(options));
        if (Folds.Of(rows, evidence.Grouping, options.ProbeFolds) is null)
            return Measured<SemanticProbe>.Missing(MissingEvidence.Folds(options.ProbeFolds));
        var probes = new List<Probe>();
        if (evidence.Labels is { } labels)
            probes.AddRange(OfLabels(new Sources(evidence, options, device), labels, rows));
        if (evidence.Factors is { } factors)
            probes.AddRange(OfFactors(new Sources(evidence, options, device), factors, rows));
        return probes.Count > 0
            ? new SemanticProbe(probes)
            : Measured<SemanticProbe>.Missing(
                $"labels of at least two classes of {ProbeTargets.FewestOfClass} examples, or a factor that varies");
    }

    private static IEnumerable<Probe> OfLabels(Sources sources, IEvidenceArray labels, int[] rows)
    {
        int[] classes = ProbeTargets.Classes(labels, rows, out int classCount);
        if (classCount < 2 || !sources.Take(rows, i => classes[i] >= 0))
            yield break;
        int[] kept = [.. classes.Where(number => number >= 0)];
        yield return sources.Probe(
            "labels",
            "balanced accuracy",
            rows.Length - kept.Length,
            (features, order) => DiscriminantProbe.BalancedAccuracy(features, Ordered(kept, order), classCount));
    }

    private static IEnumerable<Probe> OfFactors(Sources sources, IEvidenceArray factors, int[] rows)
    {
        // Factors that are known everywhere share the work on the features.
        foreach ((int number, double[] values) in ProbeTargets.Factors(factors, rows))
        {
            if (!sources.Take(rows, i => !double.IsNaN(values[i])))
                continue;
            double[] known = [.. values.Where(value => !double.IsNaN(value))];
            yield return sources.Probe(
                $"factor {number}",
                "r2",
                rows.Length - known.Length,
                (features, order) => RidgeProbe.Determination(features, [Ordered(known, order)])[0]);
        }
    }

    private static T[] Ordered<T>(T[] targets, int[]? order) =>
        order is null ? targets : Array.ConvertAll(order, i => targets[i]);

    /// <summary>What probes of some rows are fitted from, until other rows are taken.</summary>
    private sealed class Sources(LatentEvidence evidence, ReadingOptions options, Device device)
    {
        private ProbeFeatures? mean, draw, prior;
        private int[] taken = [];

        /// <summary>Takes the rows whose positions hold.</summary>
        /// <returns>False where they are too few.</returns>
        public bool Take(int[] rows, Func<int, bool> holds)
        {
            int[] kept = [.. rows.Where((_, i) => holds(i))];
            if (Folds.Of(kept, evidence.Grouping, options.ProbeFolds) is not { } folds)
                return false;
            if (mean is not null && kept.AsSpan().SequenceEqual(taken))
                return true;
            taken = kept;
            mean = Features(Subsample.Read(evidence.PosteriorMean, kept));
            draw = Features(PosteriorDraws.Of(evidence, kept, options));
            prior = evidence.PriorMean is { } priorMean ? Features(Subsample.Read(priorMean, kept)) : null;
            return true;

            ProbeFeatures Features(double[] values) => new(values, evidence.Dimensions, folds, device);
        }

        /// <summary>Probes from each source.</summary>
        /// <param name="target">What is looked for.</param>
        /// <param name="score">The score's name.</param>
        /// <param name="leftOut">How many examples say nothing of it.</param>
        /// <param name="fit">The score from features, with the targets in an order.</param>
        public Probe Probe(string target, string score, int leftOut, Func<ProbeFeatures, int[]?, Estimate> fit)
        {
            int[] control = EstimationStream.Control.For(options).Permutation(taken.Length);
            return new Probe(
                target,
                score,
                fit(mean!, null),
                prior is null ? Measured<Estimate>.Missing(EvidenceRole.PriorMean.Name) : fit(prior, null),
                fit(mean!, control),
                taken.Length,
                options.ProbeFolds)
            {
                FromDraw = fit(draw!, null),
                LeftOut = leftOut,
            };
        }
    }
}
