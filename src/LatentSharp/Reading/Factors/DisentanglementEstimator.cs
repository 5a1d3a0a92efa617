using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Factors;

/// <summary>
/// The scores of disentanglement between q's means and the factors, over a random subsample of the examples whose
/// factors are all known, each beside what it gives when the factors are permuted among examples together.
/// </summary>
internal static class DisentanglementEstimator
{
    /// <summary>Scores a subsample of the evidence.</summary>
    /// <exception cref="DataException">A factor is infinite.</exception>
    public static Measured<Disentanglement> Estimate(
        LatentEvidence evidence,
        ReadingOptions options,
        Device device)
    {
        if (evidence.Factors is not { } factors)
            return Measured<Disentanglement>.Missing(ProbeQuantities.Disentanglement.Needs.Sentence);
        int[] rows = Subsample.Shuffle(
            evidence,
            ProbeFeatures.Affordable(options.ProbeExamples, evidence.Dimensions),
            EstimationStream.Folds.For(options));
        List<(int Number, double[] Values)> varying = ProbeTargets.Factors(factors, rows);
        int[] known =
        [
            .. Enumerable.Range(0, rows.Length)
                .Where(i => varying.TrueForAll(factor => !double.IsNaN(factor.Values[i]))),
        ];
        rows = Array.ConvertAll(known, i => rows[i]);
        double[][] targets =
        [
            .. varying.Select(factor => Array.ConvertAll(known, i => factor.Values[i]))
                .Where(values => values.Distinct().Skip(1).Any()),
        ];
        if (targets.Length < 2 || evidence.Dimensions < 2 || rows.Length <= evidence.Dimensions)
            return Measured<Disentanglement>.Missing(
                "two factors that vary, known for more examples than z has dimensions, and two dimensions");
        var sample = new FactorSample(
            Columns(Subsample.Read(evidence.PosteriorMean, rows), evidence.Dimensions),
            targets,
            Array.ConvertAll(rows, row => JackknifeGroups.Of(evidence.Grouping[row])));
        return new Disentanglement(
            Scores(sample, EstimationStream.Control.For(options).Permutation(rows.Length), device),
            targets.Length,
            rows.Length);
    }

    /// <summary>Every score of columns and factors.</summary>
    /// <param name="sample">The columns of a latent, or its values, and the factors.</param>
    /// <param name="order">The order that the control permutes the factors by.</param>
    /// <param name="device">The threads to use.</param>
    internal static FactorScore[] Scores(FactorSample sample, int[] order, Device device)
    {
        double[][] found = All(sample, device), byChance = All(sample.Permuted(order), device);
        (string Name, string Meaning)[] names =
        [
            ("mig", "gap between the two dimensions that say most of a factor, as a share of its entropy"),
            ("sap", "gap between the two squared correlations with a factor that are largest"),
            ("modularity", "1 = a dimension says something of one factor alone"),
            ("dci_disentanglement", "1 = the weights of a dimension in linear probes go to one factor"),
            ("dci_completeness", "1 = the weights of a factor's linear probe lie on one dimension"),
        ];
        return
        [
            .. names.Select((score, i) => new FactorScore(
                score.Name,
                score.Meaning,
                new Estimate(found[i][0], sample.StandardError(found[i])),
                byChance[i][0])),
        ];
    }

    private static double[][] All(FactorSample sample, Device device)
    {
        var information = new BinnedInformation(sample, device);
        (double[] disentanglement, double[] completeness) = LinearImportance.Of(sample, device);
        return
        [
            InformationScores.MutualInformationGap(sample, information),
            SeparatedAttributes.Of(sample),
            InformationScores.Modularity(sample, information),
            disentanglement,
            completeness,
        ];
    }

    private static double[][] Columns(double[] values, int dimensions) =>
    [
        .. Enumerable.Range(0, dimensions).Select(d =>
        {
            var column = new double[values.Length / dimensions];
            for (int n = 0; n < column.Length; n++)
                column[n] = values[n * dimensions + d];
            return column;
        }),
    ];
}
