using System.Globalization;
using System.Runtime.InteropServices;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Csv;

/// <summary>Columns of a comma-separated table as a data set.</summary>
public static class CsvDataset
{
    /// <summary>Loads numeric columns, and optionally a column of class names.</summary>
    /// <param name="path">A table as <see cref="CsvReader"/> reads it.</param>
    /// <param name="conditionColumns">The names of the condition columns, at least one.</param>
    /// <param name="targetColumns">
    /// The names of the target columns, at least one, none of them a condition column.
    /// </param>
    /// <param name="labelColumn">
    /// The column of class names, or null. Classes are numbered in the ordinal order of their names, so that the
    /// numbers do not depend on the order of the rows.
    /// </param>
    /// <exception cref="DataException">
    /// A column is absent or named twice, a field is empty or is not a finite number, or there are no rows.
    /// </exception>
    public static Dataset Load(
        string path,
        IReadOnlyList<string> conditionColumns,
        IReadOnlyList<string> targetColumns,
        string? labelColumn = null)
    {
        using var reader = new CsvReader(path);
        CheckColumns(path, conditionColumns, targetColumns);
        int[] conditionIndices = [.. conditionColumns.Select(reader.Column)];
        int[] targetIndices = [.. targetColumns.Select(reader.Column)];
        int labelIndex = labelColumn is null ? -1 : reader.Column(labelColumn);

        List<float> condition = [], target = [];
        List<int> labels = [];
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        int rows = 0;
        for (; reader.Read(); rows++)
        {
            foreach (int column in conditionIndices)
                condition.Add(Number(reader, column));
            foreach (int column in targetIndices)
                target.Add(Number(reader, column));
            if (labelColumn is not null)
                labels.Add(Class(reader, labelIndex, classes));
        }

        if (rows == 0)
            throw DataException.AtLine(
                path,
                2,
                "column 1",
                "the table has a header and no rows; expected at least one row below the header.");
        (int[] Labels, string[] Names)? named = labelColumn is null ? null : Sorted(labels, classes);
        return new Dataset(
            Path.GetFileName(path),
            Tensor.FromValues(new Shape(rows, conditionIndices.Length), CollectionsMarshal.AsSpan(condition)),
            Tensor.FromValues(new Shape(rows, targetIndices.Length), CollectionsMarshal.AsSpan(target)),
            named?.Labels,
            named?.Names,
            Fields.Columns(conditionColumns),
            Fields.Columns(targetColumns));
    }

    private static void CheckColumns(
        string path,
        IReadOnlyList<string> conditionColumns,
        IReadOnlyList<string> targetColumns)
    {
        if (conditionColumns.Count == 0 || targetColumns.Count == 0)
            throw new DataException(
                $"{path}: {conditionColumns.Count} condition columns and {targetColumns.Count} target columns " +
                    "were named; expected at least "
                    + "one of each.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in conditionColumns.Concat(targetColumns))
        {
            if (!seen.Add(name))
                throw new DataException(
                    $"{path}: column {OneLine.Excerpt(name)} is named twice among the condition and target " +
                        "columns; expected each "
                        + "column once: a target that is given would be copied, not generated.");
        }
    }

    /// <summary>The number of a field.</summary>
    /// <exception cref="DataException">It is empty, or no finite number.</exception>
    internal static float Number(CsvReader reader, int column)
    {
        ReadOnlySpan<char> field = reader.Field(column);
        if (field.IsWhiteSpace())
            throw Error(reader, column, "the value is missing; expected a number: fill it in or remove the row.");
        if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
            throw Error(
                reader,
                column,
                $"{OneLine.Excerpt(field)} is not a number; expected one such as -1.5 or 2e-3: correct it " +
                    "or remove the row.");
        if (!float.IsFinite(value))
            throw Error(
                reader,
                column,
                $"{OneLine.Excerpt(field)} is not a finite float32; expected a number between -3.4e38 and " +
                    "3.4e38: correct it or "
                    + "remove the row.");
        return value;
    }

    private static int Class(CsvReader reader, int column, Dictionary<string, int> classes)
    {
        ReadOnlySpan<char> field = reader.Field(column);
        if (field.IsWhiteSpace())
            throw Error(
                reader,
                column,
                "the label is missing; expected the name of a class: fill it in or remove the row.");
        var byName = classes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!byName.TryGetValue(field, out int index))
        {
            index = classes.Count;
            byName[field] = index;
        }

        return index;
    }

    private static (int[] Labels, string[] Names) Sorted(List<int> labels, Dictionary<string, int> classes)
    {
        string[] names = [.. classes.Keys.Order(StringComparer.Ordinal)];
        int[] rank = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
            rank[classes[names[i]]] = i;
        return ([.. labels.Select(label => rank[label])], names);
    }

    private static DataException Error(CsvReader reader, int column, string problem) =>
        DataException.AtLine(
            reader.Path,
            reader.Line(column),
            $"column {OneLine.Excerpt(reader.Header[column])}",
            problem);
}
