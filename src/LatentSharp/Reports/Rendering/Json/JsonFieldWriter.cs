using System.Text.Json;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>Fields as members of the current JSON object.</summary>
internal sealed class JsonFieldWriter(Utf8JsonWriter writer) : IFieldWriter
{
    public void Real(string name, double? value) => writer.WriteReal(name, value);

    public void Reals(string name, ReadOnlySpan<double> values) => writer.WriteReals(name, values);

    public void Whole(string name, long value) => writer.WriteNumber(name, value);

    public void Wholes(string name, IEnumerable<long> values)
    {
        writer.WriteStartArray(name);
        foreach (long value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    public void Text(string name, string value) => writer.WriteString(name, value);

    public void Flag(string name, bool value) => writer.WriteBoolean(name, value);

    public void Object<T>(string name, T value, Action<IFieldWriter, T> fields)
    {
        writer.WriteStartObject(name);
        fields(this, value);
        writer.WriteEndObject();
    }

    public void Objects<T>(string name, IEnumerable<T> values, Action<IFieldWriter, T> fields)
    {
        writer.WriteStartArray(name);
        foreach (T value in values)
        {
            writer.WriteStartObject();
            fields(this, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
