using LatentSharp.Runs;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>What is to be known of a model and of its server, without a question to the model.</summary>
internal sealed class ModelPages(TrainedModel model, ServingOptions options, InFlight inFlight, string prefix)
{
    /// <summary>The pages, by their path.</summary>
    public IReadOnlyList<(string Path, RequestDelegate Page)> All =>
    [
        ("/model", Document(ModelDocument.Of(model, options))),
        ("/openapi.json", Document(OpenApiDocument.Of(model, options, prefix))),
        ("/health", Health),
    ];

    private static RequestDelegate Document(byte[] json) => context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, 0, json.Length, context.RequestAborted);
    };

    private async Task Health(HttpContext context)
    {
        using var answer = new JsonAnswer(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteString("status", "ok");
        answer.Writer.WriteNumber("in_flight", inFlight.Count);
        answer.Writer.WriteNumber("heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        answer.Writer.WriteEndObject();
        await answer.Send();
    }
}
