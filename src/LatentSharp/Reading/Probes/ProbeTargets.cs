using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Probes;

/// <summary>Labels and factors of the probed examples.</summary>
internal static class ProbeTargets
{
    /// <summary>Classes counted from 0, in the order of their labels.</summary>
    /// <param name="labels">[N], whole numbers.</param>
    /// <param name="rows">The rows to read.</param>
    /// <param name="classCount">How many classes these rows have.</param>
    /// <exception cref="DataException">A label is not a whole number.</exception>
    public static int[] Classes(IEvidenceArray labels, int[] rows, out int classCount)
    {
        double[] values = Subsample.Read(labels, rows);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsInteger(values[i]))
            {
                throw new DataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{labels.Name}: row {rows[i]} holds {values[i]}; a label is the whole number of a class; "
                            + $"give numeric targets as factors"));
            }
        }

        double[] distinct = [.. values.Distinct().Order()];
        classCount = distinct.Length;
        return Array.ConvertAll(values, value => Array.BinarySearch(distinct, value));
    }

    /// <summary>One array for each factor that varies over the rows, with its number counted from 0.</summary>
    /// <param name="factors">[N, F]</param>
    /// <param name="rows">The rows to read.</param>
    /// <exception cref="DataException">A factor is not finite.</exception>
    public static List<(int Number, double[] Values)> Factors(IEvidenceArray factors, int[] rows)
    {
        double[] values = Subsample.Read(factors, rows);
        int at = Array.FindIndex(values, value => !double.IsFinite(value));
        if (at >= 0)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{factors.Name}: row {rows[at / factors.Columns]}, factor {at % factors.Columns} holds "
                        + $"{values[at]}; a factor is a finite number; leave out the examples or the factor"));
        }

        var varying = new List<(int, double[])>();
        for (int f = 0; f < factors.Columns; f++)
        {
            var factor = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
                factor[i] = values[i * factors.Columns + f];
            if (factor.AsSpan().ContainsAnyExcept(factor[0]))
                varying.Add((f, factor));
        }

        return varying;
    }
}
