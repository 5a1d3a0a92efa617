using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LatentSharp.Data;
using LatentSharp.Reading.Decoding.Likelihoods;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// Every estimator's value of every example as a CSV table, a row to an example in the split's order.
/// </summary>
internal static class LikelihoodCsv
{
    /// <summary>
    /// Renders the table: <c>example</c>, counted from 0, then a column for each estimator and S, then those of the
    /// weights.
    /// </summary>
    public static string Render(LikelihoodEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var columns = new List<(string Name, ImmutableArray<double> Values)>();
        foreach (EstimatorColumn column in evaluation.Estimators)
            columns.Add(
                (
                    column.Samples == 0
                        ? LikelihoodWords.Key(column.Estimator)
                        : Name(column.Estimator, column.Samples),
                    column.PerExample));
        foreach (WeightColumn column in evaluation.Weights)
        {
            columns.Add(($"{Name(column.Estimator, column.Samples)}_ess", column.EffectiveSampleSize));
            columns.Add(($"{Name(column.Estimator, column.Samples)}_pareto_k", column.TailIndex));
        }

        var text = new StringBuilder("example");
        foreach ((string name, _) in columns)
            text.Append(',').Append(name);
        text.Append('\n');
        for (int example = 0; example < evaluation.Examples; example++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{example}");
            foreach ((_, ImmutableArray<double> values) in columns)
            {
                // A cell is empty where no tail was fitted.
                text.Append(',');
                if (!double.IsNaN(values[example]))
                    text.Append(CultureInfo.InvariantCulture, $"{values[example]:R}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the table whole or not at all, replacing the file that may be there.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Write(string path, LikelihoodEvaluation evaluation)
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(evaluation))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{path}: the values per example cannot be written ({failure.Message}); give another file",
                failure)
            {
                Remedy = new Remedy(RemedyKind.AnotherTableFile),
            };
        }
    }

    private static string Name(LikelihoodEstimator estimator, int samples) =>
        FormattableString.Invariant($"{LikelihoodWords.Key(estimator)}_{samples}");
}
