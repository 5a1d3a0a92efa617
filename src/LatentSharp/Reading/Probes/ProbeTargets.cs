using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Probes;

/// <summary>Labels and factors of the probed examples, without those that say nothing.</summary>
internal static class ProbeTargets
{
    /// <summary>A class of fewer examples is not probed: no fold could learn it.</summary>
    public const int FewestOfClass = 5;

    /// <summary>Classes counted from 0, in the order of their labels; -1 for an example that is left out.</summary>
    /// <param name="labels">[N], whole numbers; -1 and what is not a number are unlabelled.</param>
    /// <param name="rows">The rows to read.</param>
    /// <param name="classCount">How many classes are left.</param>
    /// <exception cref="DataException">A label is not a whole number.</exception>
    public static int[] Classes(IEvidenceArray labels, int[] rows, out int classCount)
    {
        double[] values = Subsample.Read(labels, rows);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsInteger(values[i]) && !double.IsNaN(values[i]))
            {
                throw new DataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{labels.Name}: row {rows[i]} holds {values[i]}; a label is the whole number of a class; "
                            + $"give numeric targets as factors"));
            }
        }

        double[] classes =
        [
            .. values.Where(value => !double.IsNaN(value) && value != -1)
                .CountBy(value => value)
                .Where(of => of.Value >= FewestOfClass)
                .Select(of => of.Key)
                .Order(),
        ];
        classCount = classes.Length;
        return Array.ConvertAll(values, value => Math.Max(-1, Array.BinarySearch(classes, value)));
    }

    /// <summary>One array for each factor that varies over the rows, with its number counted from 0; NaN is
    /// unknown.</summary>
    /// <param name="factors">[N, F]</param>
    /// <param name="rows">The rows to read.</param>
    /// <exception cref="DataException">A factor is infinite.</exception>
    public static List<(int Number, double[] Values)> Factors(IEvidenceArray factors, int[] rows)
    {
        double[] values = Subsample.Read(factors, rows);
        int at = Array.FindIndex(values, double.IsInfinity);
        if (at >= 0)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{factors.Name}: row {rows[at / factors.Columns]}, factor {at % factors.Columns} holds "
                        + $"{values[at]}; a factor is a finite number, or NaN where it is not known"));
        }

        var varying = new List<(int, double[])>();
        for (int f = 0; f < factors.Columns; f++)
        {
            var factor = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
                factor[i] = values[i * factors.Columns + f];
            if (factor.Where(value => !double.IsNaN(value)).Distinct().Skip(1).Any())
                varying.Add((f, factor));
        }

        return varying;
    }
}
