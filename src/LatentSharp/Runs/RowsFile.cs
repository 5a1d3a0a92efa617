using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Data.Formats.Csv;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>
/// Rows of x or of z in a file: a table with a column for each, a class by its name; or an array [rows, columns].
/// </summary>
internal static class RowsFile
{
    /// <summary>Reads a table, or an array of a .npz or .safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fields">What the columns are; at least one.</param>
    /// <param name="array">What the array is called, where the file has several.</param>
    /// <param name="standardized">
    /// Whether the model sees the rows standardised: then a file of encoded rows, which has them so, is none of the
    /// data's units.
    /// </param>
    /// <exception cref="DataException">The file is damaged, or has not the rows that are asked for.</exception>
    public static Tensor Read(string path, Fields fields, string array, bool standardized = false)
    {
        string ending = Path.GetExtension(path);
        if (ending.Equals(".npz", StringComparison.OrdinalIgnoreCase))
            return ReadArray(NpzFile.Open(path), path, fields, array, standardized);
        if (ending.Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
            return ReadArray(SafetensorsArrays.Open(path), path, fields, array, standardized);
        using var reader = new CsvReader(path);
        return ReadTable(reader, fields);
    }

    /// <summary>Reads a table from a stream.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="fields">What the columns are; at least one.</param>
    /// <exception cref="DataException">The table is damaged, or has not the columns that are asked for.</exception>
    public static Tensor Read(Stream table, string name, Fields fields)
    {
        using var reader = new CsvReader(table, name);
        return ReadTable(reader, fields);
    }

    private static Tensor ReadTable(CsvReader reader, Fields fields)
    {
        // A class may stand under its field's name, as a text, or as one-hot columns like any other numbers.
        (Field? Class, int[] Columns)[] places =
        [
            .. fields.Select(field => field.Kind == FieldKind.Classes && reader.Header.Contains(field.Name)
                ? (field, [reader.Column(field.Name)])
                : ((Field?)null, Enumerable.Range(0, field.Width)
                    .Select(element => reader.Column(field.ElementName(element)))
                    .ToArray())),
        ];
        List<float> values = [];
        int rows = 0;
        for (; reader.Read(); rows++)
        {
            foreach ((Field? classes, int[] columns) in places)
            {
                if (classes is not null)
                    AddClass(reader, columns[0], classes.Classes!, values);
                else
                    values.AddRange(columns.Select(column => CsvDataset.Number(reader, column)));
            }
        }

        return rows > 0
            ? Tensor.FromValues(new Shape(rows, fields.Width), values.ToArray())
            : throw DataException.AtLine(
                reader.Path, 2, "column 1", "the table has a header and no rows; expected at least one row below it.");
    }

    private static void AddClass(CsvReader reader, int column, IReadOnlyList<string> classes, List<float> values)
    {
        string text = reader.Field(column).ToString();
        if (!classes.Contains(text))
            throw DataException.AtLine(
                reader.Path,
                reader.Line(column),
                $"column {OneLine.Excerpt(reader.Header[column])}",
                $"there is no class {OneLine.Excerpt(text)}; {NearestName.Suggestion(text, [.. classes])}");
        values.AddRange(classes.Select(name => name == text ? 1f : 0f));
    }

    private static Tensor ReadArray(IArrayFile file, string path, Fields fields, string array, bool standardized)
    {
        using (file)
        {
            if (standardized && file.Names.Contains("posterior_mean"))
                throw new DataException(
                    $"{path}: these are encoded rows, whose {array} is standardised; expected the units of the data: " +
                        "give the rows that were encoded");
            string name = file.Names is [var only] ? only
                : file.Names.Contains(array) ? array
                : throw new DataException(
                    $"{path}: there is no array '{array}'; {NearestName.Suggestion(array, file.Names)}");
            StoredArray stored = file.OpenArray(name);
            if (stored.Shape is not [> 0, var columns] || columns != fields.Width)
                throw new DataException(
                    $"{path}: {OneLine.Excerpt(name)} has the shape {ArrayShape.Text(stored.Shape)}; expected " +
                        $"[rows, {fields.Width}]: reshape it before saving");
            if (ArrayShape.Elements(stored.Shape) > (UInt128)Array.MaxLength)
                throw new DataException($"{path}: {OneLine.Excerpt(name)} has more elements than memory can hold at " +
                    "once; give it in several files");
            stored.Prepare();
            var numbers = new double[(int)(stored.Shape[0] * columns)];
            stored.Read(0, numbers);
            var rows = new Tensor(new Shape((int)stored.Shape[0], fields.Width));
            for (int i = 0; i < numbers.Length; i++)
            {
                (int row, int column) = stored.ColumnMajor
                    ? (i % rows.Shape[0], i / rows.Shape[0])
                    : (i / fields.Width, i % fields.Width);
                float value = rows.Row(row)[column] = (float)numbers[i];
                if (!float.IsFinite(value))
                    throw new DataException(
                        FormattableString.Invariant($"{path}: {OneLine.Excerpt(name)}: row {row}, column {column}, ") +
                        FormattableString.Invariant($"counted from 0, is {numbers[i]}; expected a finite float32"));
            }

            return rows;
        }
    }
}
