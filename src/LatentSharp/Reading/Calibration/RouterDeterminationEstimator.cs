using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading.Probes;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Calibration;

/// <summary>
/// How much of q's structure the router places, 1 - Var_n(mu - m) / Var_n mu, and how much a linear regression of mu on
/// x does: both over the active dimensions of the same examples.
/// </summary>
internal static class RouterDeterminationEstimator
{
    private const string NeedsActive = "a dimension that is active";
    private const int MostConditionColumns = 1 << 14;

    /// <summary>What the router places.</summary>
    /// <param name="sample">The examples.</param>
    /// <param name="active">The dimensions that count.</param>
    public static Measured<RouterDetermination> OfRouter(GaussianSample? sample, IReadOnlyList<int> active)
    {
        if (sample is null)
            return Measured<RouterDetermination>.Missing(EvidenceNeeds.Prior.Sentence);
        var perDimension = new double[sample.Dimensions];
        var influence = new double[sample.Rows.Length];
        double[] left = new double[influence.Length], whole = new double[influence.Length];
        HashSet<int> counted = [.. active];
        for (int d = 0; d < sample.Dimensions; d++)
        {
            ReadOnlySpan<double> mu = sample.Mean(d), m = sample.PriorMean(d);
            for (int n = 0; n < left.Length; n++)
                left[n] = mu[n] - m[n];
            double spread = Squares(mu, whole), remains = Squares(left, left);
            if (!(spread > 0) || !double.IsFinite(remains))
                continue;
            double ratio = remains / spread;
            perDimension[d] = 1 - ratio;
            if (!counted.Contains(d))
                continue;
            // The influence of an example on a ratio of means.
            for (int n = 0; n < left.Length; n++)
                influence[n] += (ratio * whole[n] - left[n]) / spread / active.Count;
        }

        if (active.Count == 0)
            return Measured<RouterDetermination>.Missing(NeedsActive);
        return new RouterDetermination(
            new Estimate(
                active.Average(d => perDimension[d]),
                ExampleMean.Of(sample.Groups, sample.Rows, influence).StandardError),
            [.. perDimension],
            influence.Length);
    }

    /// <summary>What x can tell at least.</summary>
    public static Measured<ConditionProbe> OfCondition(
        LatentEvidence evidence,
        GaussianSample? sample,
        IReadOnlyList<int> active,
        ReadingOptions options,
        Device device)
    {
        if (evidence.Condition is not { } condition)
            return Measured<ConditionProbe>.Missing(CalibrationQuantities.ConditionProbe.Needs.LackingIn(evidence)!);
        if (sample is null)
            return Measured<ConditionProbe>.Missing(EvidenceNeeds.Prior.Sentence);
        if (condition.Columns > MostConditionColumns)
            return Measured<ConditionProbe>.Missing($"a condition of at most {MostConditionColumns} columns");
        if (active.Count == 0)
            return Measured<ConditionProbe>.Missing(NeedsActive);
        int examples = ProbeFeatures.Affordable(sample.Rows.Length, condition.Columns);
        if (Folds.Of(sample.Rows[..examples], sample.Groups, options.ProbeFolds) is not { } folds)
            return Measured<ConditionProbe>.Missing(MissingEvidence.Folds(options.ProbeFolds));
        double[] x = Subsample.Read(condition, folds.Rows);
        if (Array.FindIndex(x, value => !double.IsFinite(value)) is >= 0 and var at)
            return Measured<ConditionProbe>.Missing(
                MissingEvidence.Finite(condition, sample.Rows[at / condition.Columns]));
        var features = new ProbeFeatures(x, condition.Columns, folds, device);
        double[][] targets = [.. active.Select(d => sample.Mean(d)[..examples].ToArray()).Where(Varies)];
        if (targets.Length == 0)
            return Measured<ConditionProbe>.Missing(NeedsActive);
        Estimate[] scores = RidgeProbe.Determination(features, targets);
        // Dimensions share their examples: the error of the mean is at most the mean of the errors.
        return new ConditionProbe(
            new Estimate(scores.Average(score => score.Value), scores.Average(score => score.StandardError)),
            examples,
            options.ProbeFolds);
    }

    private static bool Varies(double[] values) => values.AsSpan().ContainsAnyExcept(values[0]);

    // Squared deviations from the mean, and their mean.
    private static double Squares(ReadOnlySpan<double> values, double[] squares)
    {
        double mean = 0;
        foreach (double value in values)
            mean += value / values.Length;
        double sum = 0;
        for (int n = 0; n < squares.Length; n++)
        {
            squares[n] = (values[n] - mean) * (values[n] - mean);
            sum += squares[n];
        }

        return sum / squares.Length;
    }
}
