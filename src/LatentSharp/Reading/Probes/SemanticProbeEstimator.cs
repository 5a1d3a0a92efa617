using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Probes;

/// <summary>
/// How well a linear probe recovers labels (accuracy) or numeric factors (R2) from mu, from the router's m, and from mu
/// with the targets permuted among examples, all over the same cross-validated folds of a random subsample. The
/// permuted control is what the same probe makes of chance: the largest class's share, and an R2 near 0.
/// </summary>
internal static class SemanticProbeEstimator
{
    /// <summary>Probes a subsample of the evidence.</summary>
    /// <exception cref="DataException">A label is not a whole number, or a factor not finite.</exception>
    public static Measured<SemanticProbe> Estimate(LatentEvidence evidence, ReadingOptions options, Device device)
    {
        if (evidence is { Labels: null, Factors: null })
            return Measured<SemanticProbe>.Missing(ProbeQuantities.SemanticProbe.Needs.Sentence);

        // In random order, so that a run of neighbours is a random fold.
        int[] rows = Subsample.Shuffle(evidence.Examples, options.ProbeExamples, EstimationStream.Folds.For(options));
        if (rows.Length < options.ProbeFolds)
            return Measured<SemanticProbe>.Missing(MissingEvidence.Folds(rows.Length, options.ProbeFolds));
        ProbeFeatures Features(IEvidenceArray mean) =>
            new(Subsample.Read(mean, rows), evidence.Dimensions, options.ProbeFolds, device);
        ProbeFeatures posterior = Features(evidence.PosteriorMean);
        ProbeFeatures? prior = evidence.PriorMean is { } priorMean ? Features(priorMean) : null;
        int[] control = EstimationStream.Control.For(options).Permutation(rows.Length);

        var probes = new List<Probe>();
        if (evidence.Labels is { } labels)
        {
            int[] classes = ProbeTargets.Classes(labels, rows, out int classCount);
            if (classCount > 1)
            {
                probes.Add(
                    new Probe(
                        "labels",
                        "accuracy",
                        DiscriminantProbe.Accuracy(posterior, classes, classCount),
                        prior is null
                            ? Measured<Estimate>.Missing(EvidenceRole.PriorMean.Name)
                            : DiscriminantProbe.Accuracy(prior, classes, classCount),
                        DiscriminantProbe.Accuracy(posterior, Permuted(classes, control), classCount),
                        rows.Length,
                        options.ProbeFolds));
            }
        }

        if (evidence.Factors is { } factors && ProbeTargets.Factors(factors, rows) is { Count: > 0 } varying)
        {
            double[][] targets = [.. varying.Select(factor => factor.Values)];
            Estimate[] fromPosterior = RidgeProbe.Determination(posterior, targets);
            Estimate[]? fromPrior = prior is null ? null : RidgeProbe.Determination(prior, targets);
            Estimate[] fromControl = RidgeProbe.Determination(
                posterior,
                Array.ConvertAll(targets, target => Permuted(target, control)));
            for (int t = 0; t < targets.Length; t++)
            {
                Measured<Estimate> priorScore = fromPrior is null
                    ? Measured<Estimate>.Missing(EvidenceRole.PriorMean.Name)
                    : fromPrior[t];
                probes.Add(
                    new Probe(
                        $"factor {varying[t].Number}",
                        "r2",
                        fromPosterior[t],
                        priorScore,
                        fromControl[t],
                        rows.Length,
                        options.ProbeFolds));
            }
        }

        return probes.Count > 0
            ? new SemanticProbe(probes)
            : Measured<SemanticProbe>.Missing("labels of at least two classes, or a factor that varies");
    }

    private static T[] Permuted<T>(T[] targets, int[] order) => Array.ConvertAll(order, i => targets[i]);
}
