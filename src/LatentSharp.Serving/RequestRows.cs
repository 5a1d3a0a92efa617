using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;
using LatentSharp.Words;

namespace LatentSharp.Serving;

/// <summary>Rows of x or of y, in the units of the data.</summary>
/// <param name="Values">The numbers, [rows, columns].</param>
/// <param name="Count">The rows.</param>
/// <param name="Named">Whether they came as objects by the names of the columns, and not as arrays.</param>
internal sealed record RequestRows(float[] Values, int Count, bool Named)
{
    /// <summary>x of a request. A model without a condition has as many rows as y, or one.</summary>
    /// <exception cref="Refusal">It is missing, not rows of x, or of another length than y.</exception>
    /// <exception cref="DataException">A column is missing or unknown.</exception>
    public static RequestRows Condition(
        RequestBody body,
        TrainedModel model,
        ServingOptions options,
        RequestRows? target = null)
    {
        if (model.ConditionFields.Width == 0 && body["condition"] is null)
            return new RequestRows([], target?.Count ?? 1, Named: false);
        RequestRows rows = Read(body, "condition", model.ConditionFields, model.ConditionRow, options.MaximumRows);
        return target is null || target.Count == rows.Count
            ? rows
            : throw Refusal.Bad(
                $"'condition' has {rows.Count} rows, and 'target' {target.Count}; give one to each other");
    }

    /// <summary>y of a request.</summary>
    /// <exception cref="Refusal">It is missing, or not rows of y.</exception>
    /// <exception cref="DataException">A column is missing or unknown.</exception>
    public static RequestRows Target(RequestBody body, TrainedModel model, ServingOptions options) =>
        Read(body, "target", model.TargetFields, model.TargetRow, options.MaximumRows);

    /// <summary>Some of the rows.</summary>
    public ReadOnlySpan<float> Part(int start, int rows)
    {
        int width = Values.Length / Count;
        return Values.AsSpan(start * width, rows * width);
    }

    // Each row is an array of numbers, or an object by the names of the columns.
    private static RequestRows Read(
        RequestBody body,
        string role,
        Fields fields,
        Func<IReadOnlyDictionary<string, double>, float[]> named,
        int most)
    {
        JsonElement rows = body[role]
            ?? throw Refusal.Bad($"there is no '{role}'; give an array of rows, each {Expected(fields)}");
        int count = rows.ValueKind == JsonValueKind.Array
            ? rows.GetArrayLength()
            : throw Refusal.Bad(
                $"'{role}' is {RequestBody.Words(rows.ValueKind)}; expected an array of rows, each {Expected(fields)}");
        if (count == 0 || count > most)
            throw Refusal.Bad($"'{role}' has {count} rows; expected 1 to {most}: send several requests");
        var values = new float[count * fields.Width];
        JsonValueKind kind = rows[0].ValueKind;
        int number = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            string place = $"{role} row {number}, counted from 0";
            Span<float> into = values.AsSpan(number * fields.Width, fields.Width);
            if (row.ValueKind != kind || kind is not (JsonValueKind.Array or JsonValueKind.Object))
                throw Refusal.Bad(
                    $"{place}, is {RequestBody.Words(row.ValueKind)}; expected {Expected(fields)}, the same for all");
            if (kind == JsonValueKind.Array)
                ReadNumbers(row, place, fields, into);
            else
                ReadRecord(row, number, place, fields, named).CopyTo(into);
            number++;
        }

        return new RequestRows(values, count, kind == JsonValueKind.Object);
    }

    private static void ReadNumbers(JsonElement row, string place, Fields fields, Span<float> into)
    {
        if (row.GetArrayLength() != fields.Width)
            throw Refusal.Bad($"{place}, has {row.GetArrayLength()} numbers; expected {Expected(fields)}");
        int column = 0;
        foreach (JsonElement value in row.EnumerateArray())
        {
            into[column] = value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number)
                && float.IsFinite(number)
                ? number
                : throw NotANumber($"{place}, {fields.ElementName(column)}", value);
            column++;
        }
    }

    private static float[] ReadRecord(
        JsonElement row,
        int number,
        string place,
        Fields fields,
        Func<IReadOnlyDictionary<string, double>, float[]> named)
    {
        var numbers = new Dictionary<string, double>();
        foreach (JsonProperty property in row.EnumerateObject())
        {
            string name = property.Name;
            if (property.Value.ValueKind == JsonValueKind.String
                && fields.FirstOrDefault(field => field.Name == name) is { Classes: { } classes } field)
            {
                string given = property.Value.GetString()!;
                if (!classes.Contains(given))
                    throw Refusal.Bad(
                        $"{place}, {OneLine.Of(name)}: there is no class {OneLine.Excerpt(given)}; " +
                            NearestName.Suggestion(given, [.. classes]));
                for (int element = 0; element < classes.Count; element++)
                    Add(field.ElementName(element), classes[element] == given ? 1 : 0);
            }
            else
            {
                Add(
                    name,
                    property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out double value)
                        ? value
                        : throw NotANumber($"{place}, {OneLine.Excerpt(name)}", property.Value));
            }
        }

        try
        {
            return named(numbers);
        }
        catch (DataException failure)
        {
            throw new DataException($"row {number}, counted from 0: {failure.Message}", failure);
        }

        void Add(string name, double value)
        {
            if (!numbers.TryAdd(name, value))
                throw Refusal.Bad($"{place}, {OneLine.Excerpt(name)} stands twice; give it once");
        }
    }

    private static string Expected(Fields fields) =>
        $"an array of {fields.Width} numbers ({Names(fields)}) or an object by these names";

    private static string Names(Fields fields) =>
        fields.Width == 0
            ? "there are no columns"
            : string.Join(", ", Enumerable.Range(0, Math.Min(fields.Width, 5)).Select(fields.ElementName))
                + (fields.Width > 5 ? ", ..." : "");

    private static Refusal NotANumber(string place, JsonElement value) =>
        Refusal.Bad($"{place}: {OneLine.Excerpt(value.GetRawText())} is not a number; expected a finite one");
}
