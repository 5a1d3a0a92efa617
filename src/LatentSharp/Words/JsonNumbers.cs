using System.Text.Json;

namespace LatentSharp.Words;

/// <summary>
/// Numbers in JSON, which has no word for the non-finite ones: they are written as the texts NaN, Infinity and
/// -Infinity.
/// </summary>
internal static class JsonNumbers
{
    public static void WriteReal(this Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.WriteRealValue(value);
    }

    public static void WriteReal(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
            writer.WriteReal(name, number);
        else
            writer.WriteNull(name);
    }

    public static void WriteReals(this Utf8JsonWriter writer, string name, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
            writer.WriteRealValue(value);
        writer.WriteEndArray();
    }

    private static void WriteRealValue(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(FormattableString.Invariant($"{value}"));
    }
}
