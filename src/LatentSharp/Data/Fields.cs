using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LatentSharp.Data;

/// <summary>
/// What the columns of x or y are: fields side by side, the first at column 0. The values themselves are rows of a
/// tensor, [examples, <see cref="Width"/>].
/// </summary>
/// <example><c>foreach (Field field in data.TargetFields) row.Slice(field.Start, field.Width)...</c></example>
[SuppressMessage("Naming", "CA1710", Justification = "A list of fields is called fields.")]
public sealed class Fields : IReadOnlyList<Field>
{
    private readonly Field[] fields;

    /// <summary>Sets fields side by side, in their order.</summary>
    public Fields(params IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        this.fields = new Field[fields.Count];
        for (int i = 0; i < fields.Count; i++)
        {
            this.fields[i] = fields[i] with { Start = Width };
            Width = checked(Width + fields[i].Width);
        }
    }

    /// <summary>No fields: an x of no columns.</summary>
    public static Fields None { get; } = new();

    /// <summary>The elements of all fields together, which are the columns of the tensor.</summary>
    public int Width { get; }

    /// <summary>The number of fields.</summary>
    public int Count => fields.Length;

    /// <summary>A field, by its place among them.</summary>
    public Field this[int index] => fields[index];

    /// <summary>A column for each name.</summary>
    public static Fields Columns(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new Fields([.. names.Select(Field.Column)]);
    }

    /// <summary>Numbers of which no more is known than the name of all.</summary>
    internal static Fields Unnamed(string name, int width) => width == 0 ? None : new(Field.Numbers(name, width));

    /// <summary>The names of the columns, where every field is one; null for other fields or none.</summary>
    internal string[]? ColumnNames =>
        Count > 0 && fields.All(part => part.Kind == FieldKind.Column)
            ? [.. fields.Select(part => part.Name)]
            : null;

    /// <summary>The field that a column of the tensor belongs to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public Field At(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Width);
        return fields.Last(field => field.Start <= column);
    }

    /// <summary>What a column of the tensor is called.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public string ElementName(int column)
    {
        Field field = At(column);
        return field.ElementName(column - field.Start);
    }

    /// <inheritdoc/>
    public IEnumerator<Field> GetEnumerator() => fields.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
