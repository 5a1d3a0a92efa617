using System.Globalization;
using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>
/// Looks for columns of numbers that cannot be standardised to any purpose: constant ones, and those in which one value
/// lies so far off that the other rows hardly differ any more.
/// </summary>
/// <remarks>
/// The robust deviation of a column is 1.4826 times the median of |v - median| over the values that differ from the
/// median, so that a column of many zeros has one too. What standardising leaves of it is its share of the standard
/// deviation: 0.4 for a log-normal column of sigma 1, about 0.03 for sigma 2, and 2e-11 where one of 300 rows of unit
/// size is 1e12.
/// </remarks>
internal static class ColumnCheck
{
    private const double Lost = 1e-4, NearlyLost = 0.003;
    private const double RobustDeviations = 10;

    /// <summary>What deserves saying of the columns, one line each.</summary>
    /// <exception cref="DataException">
    /// Every target is constant, or a value is so far off that the other rows are lost.
    /// </exception>
    public static IReadOnlyList<string> Of(Dataset table)
    {
        var remarks = new List<string>();
        List<string> given = Look(table, "condition", table.Condition, table.ConditionFields, remarks),
            targets = Look(table, "target", table.Target, table.TargetFields, remarks);
        if (targets.Count == table.Target.Shape[1])
            throw new DataException(
                $"{table.Name}: target {Listed(targets)}: nothing varies that could be generated; name a target that "
                    + "does.");
        if (targets.Count > 0)
            remarks.Add($"{table.Name}: target {Listed(targets)}: there is nothing in it to generate");
        if (given.Count > 0)
            remarks.Add($"{table.Name}: condition {Listed(given)}: it tells nothing");
        return remarks;
    }

    // The constant columns, each with its value.
    private static List<string> Look(Dataset table, string role, Tensor values, Fields fields, List<string> remarks)
    {
        var constant = new List<string>();
        double[] column = new double[table.Count];
        foreach (int index in Enumerable.Range(0, fields.Width))
        {
            if (fields.At(index).Kind is FieldKind.Classes or FieldKind.Image)
                continue;
            for (int row = 0; row < column.Length; row++)
                column[row] = values.Row(row)[index];
            string name = fields.ElementName(index);
            if (column.AsSpan().IndexOfAnyExcept(column[0]) < 0)
                constant.Add($"'{name}' is {Text(column[0])} in every row");
            else if (FarOff(column) is { } found && found.Left < NearlyLost)
            {
                string place = $"{table.Name}: {role} column '{name}', row {found.Row}, counted from 0, is " +
                    $"{Text(column[found.Row])}, and the column's median {Text(found.Median)}";
                if (found.Left < Lost)
                    throw new DataException(
                        $"{place}: once standardised the other rows would hardly differ; correct the value or "
                            + "remove the row, or give the column's logarithm.");
                remarks.Add(
                    $"{place}: once standardised, half of the rows lie within {Text(found.Left)} of the median; "
                        + "see that it is no mistake, or give the column's logarithm");
            }
        }

        return constant;
    }

    // The value farthest from the median, where it is beyond ten robust deviations, and what standardising leaves of
    // one.
    private static (int Row, double Median, double Left)? FarOff(double[] column)
    {
        double median = Median([.. column]);
        double[] deviations = [.. column.Select(value => Math.Abs(value - median))];
        double robust = 1.4826 * Median([.. deviations.Where(deviation => deviation > 0)]), mean = column.Average();
        int row = Array.IndexOf(deviations, deviations.Max());
        return deviations[row] > RobustDeviations * robust
            ? (row, median, robust / Math.Sqrt(column.Average(value => (value - mean) * (value - mean))))
            : null;
    }

    // The upper of the middle two of an even number: a value of the column.
    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static string Listed(List<string> columns) =>
        columns.Count == 1
            ? $"column {columns[0]}"
            : $"column {columns[0]}, and {columns.Count - 1} more {(columns.Count == 2 ? "is" : "are")} constant";

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
