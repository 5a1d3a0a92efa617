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
        var sources = new Sources(evidence, options, device);
        var probes = new List<Probe>();
        if (evidence.Labels is { } labels)
            probes.AddRange(OfLabels(sources, labels, rows));
        if (evidence.Factors is { } factors)
            probes.AddRange(OfFactors(sources, factors, rows));
        return probes.Count > 0
            ? new SemanticProbe(probes)
            : Measured<SemanticProbe>.Missing(
                $"labels of at least two classes of {ProbeTargets.FewestOfClass} examples, or a factor that varies");
    }

    private static IEnumerable<Probe> OfLabels(Sources sources, IEvidenceArray labels, int[] rows)
    {
        int[] classes = ProbeTargets.Classes(labels, rows, out int classCount);
        if (classCount < 2 || !sources.Take(rows, i => classes[i] >= 0))
            return [];
        int[] kept = [.. classes.Where(number => number >= 0)];
        return sources.Probes(
            ["labels"],
            "balanced accuracy",
            rows.Length - kept.Length,
            (features, order) => [DiscriminantProbe.BalancedAccuracy(features, Ordered(kept, order), classCount)]);
    }

    private static IEnumerable<Probe> OfFactors(Sources sources, IEvidenceArray factors, int[] rows)
    {
        // Neighbouring factors that are known everywhere share the work on the features.
        var varying = new Queue<(int Number, double[] Values)>(ProbeTargets.Factors(factors, rows));
        while (varying.TryDequeue(out (int Number, double[] Values) first))
        {
            List<(int Number, double[] Values)> together = [first];
            bool whole = IsWhole(first.Values);
            while (whole && varying.TryPeek(out (int Number, double[] Values) next) && IsWhole(next.Values))
                together.Add(varying.Dequeue());
            if (!sources.Take(rows, i => !double.IsNaN(first.Values[i])))
                continue;
            double[][] known =
                [.. together.Select(factor => factor.Values.Where(value => !double.IsNaN(value)).ToArray())];
            foreach (Probe probe in sources.Probes(
                [.. together.Select(factor => $"factor {factor.Number}")],
                "r2",
                rows.Length - known[0].Length,
                (features, order) =>
                    RidgeProbe.Determination(features, Array.ConvertAll(known, target => Ordered(target, order)))))
                yield return probe;
        }

        static bool IsWhole(double[] values) => !Array.Exists(values, double.IsNaN);
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
        /// <param name="targets">What is looked for.</param>
        /// <param name="score">The score's name.</param>
        /// <param name="leftOut">How many examples say nothing of them.</param>
        /// <param name="fit">The score of each target from features, with the targets in an order.</param>
        public IEnumerable<Probe> Probes(
            string[] targets,
            string score,
            int leftOut,
            Func<ProbeFeatures, int[]?, Estimate[]> fit)
        {
            int examples = taken.Length;
            int[] order = EstimationStream.Control.For(options).Permutation(examples);
            Estimate[] fromMean = fit(mean!, null), fromDraw = fit(draw!, null), control = fit(mean!, order);
            Estimate[]? fromPrior = prior is null ? null : fit(prior, null);
            return targets.Select((target, t) => new Probe(
                target,
                score,
                fromMean[t],
                fromPrior is null ? Measured<Estimate>.Missing(EvidenceRole.PriorMean.Name) : fromPrior[t],
                control[t],
                examples,
                options.ProbeFolds)
            {
                FromDraw = fromDraw[t],
                LeftOut = leftOut,
            });
        }
    }
}
