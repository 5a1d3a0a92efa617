using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LatentSharp.Words;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>The fields of a request's body, each as the endpoint asks for it.</summary>
internal sealed class RequestBody : IDisposable
{
    // Rows of records are three deep.
    private const int MostDepth = 8;

    private readonly PipeReader reader;
    private readonly SequencePosition end;
    private readonly JsonDocument document;

    private RequestBody(PipeReader reader, SequencePosition end, JsonDocument document) =>
        (this.reader, this.end, this.document) = (reader, end, document);

    /// <summary>Reads a body of at most some bytes.</summary>
    /// <exception cref="Refusal">It is larger, or not an object in JSON.</exception>
    public static async Task<RequestBody> Read(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most)
            throw TooLarge(most);
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellation);
            bool tooLarge = read.Buffer.Length > most;
            if (read.IsCompleted && !tooLarge)
                return Parse(reader, read.Buffer);
            reader.AdvanceTo(tooLarge ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (tooLarge)
                throw TooLarge(most);
        }
    }

    /// <summary>What an endpoint takes from the body.</summary>
    /// <exception cref="Refusal">It cannot be taken, or a text in it is none.</exception>
    public T Take<T>(Func<RequestBody, T> content)
    {
        try
        {
            return content(this);
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws for a text whose bytes or escapes spell none.
            throw Refusal.Bad("a text in the body is not Unicode; send UTF-8");
        }
    }

    /// <summary>Checks that the body has no fields but these, and none twice.</summary>
    /// <exception cref="Refusal">It has.</exception>
    public void Require(params string[] known)
    {
        var seen = new HashSet<string>();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw Refusal.Bad(
                    $"there is no field {OneLine.Excerpt(property.Name)} here; " +
                        NearestName.Suggestion(property.Name, known));
            if (!seen.Add(property.Name))
                throw Refusal.Bad($"the field '{property.Name}' stands twice; give it once");
        }
    }

    /// <summary>A field as it stands; null where it is not given.</summary>
    public JsonElement? this[string name] =>
        document.RootElement.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>A whole number of a range, or the fallback where none is given.</summary>
    public int Whole(string name, int fallback, int least, int most) =>
        this[name] is not { } value ? fallback
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least
            && number <= most ? number
        : throw Wrong(name, value, $"a whole number from {least} to {most}");

    /// <summary>The seed of the draws; 0 where none is given.</summary>
    public ulong Seed() =>
        this["seed"] is not { } value ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong seed) ? seed
        : throw Wrong("seed", value, "a whole number of at least 0");

    /// <summary>The number of the first row among those of several requests that continue each other.</summary>
    public int FirstRow(int rows) => Whole("first_row", 0, 0, int.MaxValue - rows);

    /// <summary>Yes or no; no where it is not given.</summary>
    public bool Switch(string name) =>
        this[name] is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, value, "true or false"));

    /// <summary>One of a few words; the first where none is given.</summary>
    public string OneOf(string name, params string[] words) =>
        this[name] is not { } value ? words[0]
        : value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()) ? value.GetString()!
        : throw Wrong(name, value, string.Join(" or ", words.Select(word => $"'{word}'")));

    /// <summary>Gives the body back to the connection.</summary>
    public void Dispose()
    {
        document.Dispose();
        reader.AdvanceTo(end);
    }

    // The document reads the bytes where they lie.
    private static RequestBody Parse(PipeReader reader, ReadOnlySequence<byte> bytes)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MostDepth };
            var body = new RequestBody(reader, bytes.End, JsonDocument.Parse(bytes, options));
            if (body.document.RootElement.ValueKind == JsonValueKind.Object)
                return body;
            JsonValueKind kind = body.document.RootElement.ValueKind;
            body.document.Dispose();
            throw Refusal.Bad($"the body is {Words(kind)}; expected an object with fields");
        }
        catch (Exception failure)
        {
            reader.AdvanceTo(bytes.End);
            if (failure is JsonException { LineNumber: { } line, BytePositionInLine: { } column })
                throw Refusal.Bad(
                    $"the body, line {line + 1}, byte {column + 1}: it is not JSON, or nested more than {MostDepth} "
                        + "deep; send an object of JSON in UTF-8");
            throw;
        }
    }

    /// <summary>What a value is, in a sentence.</summary>
    public static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static Refusal Wrong(string name, JsonElement value, string expected) =>
        Refusal.Bad($"'{name}' is {OneLine.Excerpt(value.GetRawText())}; expected {expected}");

    private static Refusal TooLarge(int most) =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            $"the body has more than {most} bytes; send the rows in several requests");
}
