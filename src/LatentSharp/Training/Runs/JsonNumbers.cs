using System.Text.Json;

namespace LatentSharp.Training.Runs;

/// <summary>Numbers in JSON, which has no word for the non-finite ones: they are written as the texts NaN, Infinity and -Infinity.</summary>
internal static class JsonNumbers
{
    public static void WriteReal(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteString(name, FormattableString.Invariant($"{value}"));
    }
}
