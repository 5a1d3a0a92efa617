using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>An answer that is written in pieces, so that a large one is nowhere as a whole.</summary>
internal sealed class JsonAnswer : IDisposable
{
    private const int Piece = 1 << 16;

    private readonly HttpContext context;
    private long sent;

    public JsonAnswer(HttpContext context)
    {
        this.context = context;
        context.Response.ContentType = "application/json";
        Writer = new Utf8JsonWriter(context.Response.BodyWriter, Options);
    }

    /// <summary>Texts as they are but for what JSON itself escapes: an answer is no part of a page.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the answer is written.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>
    /// A number of the model, to the digits that give it back. JSON has no word for one that is not finite: that is
    /// the text NaN, Infinity or -Infinity, as in the files of a run.
    /// </summary>
    public void Number(float value)
    {
        if (float.IsFinite(value))
            Writer.WriteNumberValue(value);
        else
            Writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A number in double precision, likewise.</summary>
    public void Number(double value)
    {
        if (double.IsFinite(value))
            Writer.WriteNumberValue(value);
        else
            Writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A row as an array, or as an object where its columns have names.</summary>
    public void Row(ReadOnlySpan<float> values, string[]? names = null)
    {
        if (names is null)
            Writer.WriteStartArray();
        else
            Writer.WriteStartObject();
        for (int column = 0; column < values.Length; column++)
        {
            if (names is not null)
                Writer.WritePropertyName(names[column]);
            Number(values[column]);
        }

        if (names is null)
            Writer.WriteEndArray();
        else
            Writer.WriteEndObject();
    }

    /// <summary>Sends what has been written, once it is a piece.</summary>
    public async ValueTask Advance()
    {
        if (Writer.BytesCommitted + Writer.BytesPending - sent >= Piece)
            await Send();
    }

    /// <summary>Sends the rest.</summary>
    public async ValueTask Send()
    {
        Writer.Flush();
        sent = Writer.BytesCommitted;
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public void Dispose() => Writer.Dispose();
}
