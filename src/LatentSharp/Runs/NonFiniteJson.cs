using System.Text.Json;
using LatentSharp.Training;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>A number that was not finite, as run.json records it.</summary>
internal static class NonFiniteJson
{
    // In the order of NonFinitePlace.
    private static readonly string[] Places = ["objective", "gradient", "update", "validation", "state"];

    /// <summary>Writes the fields of an event into the current object.</summary>
    public static void Write(Utf8JsonWriter writer, NonFiniteEvent found)
    {
        writer.WriteNumber("step", found.Step);
        writer.WriteString("place", Places[(int)found.Place]);
        if (found.Term is not null)
            writer.WriteString("term", found.Term);
        if (found.Value is { } value)
            writer.WriteReal("value", value);
        if (found.Tensor is not null)
            writer.WriteString("tensor", found.Tensor);
        if (found.FirstIn is not null)
            writer.WriteString("first_in", found.FirstIn);
    }

    /// <summary>Reads an event.</summary>
    /// <exception cref="Data.DataException">A field is missing, or of another kind.</exception>
    public static NonFiniteEvent Read(JsonFields fields) =>
        new(fields.Whole("step"), (NonFinitePlace)fields.OneOf("place", Places))
        {
            Term = fields.Has("term") ? fields.Text("term") : null,
            Value = fields.Has("value") ? fields.Real("value") : null,
            Tensor = fields.Has("tensor") ? fields.Text("tensor") : null,
            FirstIn = fields.Has("first_in") ? fields.Text("first_in") : null,
        };
}
