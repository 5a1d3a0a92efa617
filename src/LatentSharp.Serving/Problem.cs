using System.Text.Json;
using LatentSharp.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LatentSharp.Serving;

/// <summary>
/// An error as a caller reads it: problem details, RFC 9457. The log has one line of the same words; what a program
/// error says beyond them stays there.
/// </summary>
internal static partial class Problem
{
    /// <summary>The category of the log.</summary>
    public const string Category = "LatentSharp.Serving";

    /// <summary>Answers with an error. Nothing of another answer has been sent.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="detail">What was given, what was expected and the remedy.</param>
    /// <param name="cause">What the log says instead; null for the detail.</param>
    public static async Task Answer(HttpContext context, int status, string detail, string? cause = null)
    {
        Log(context, status, OneLine.Of(cause ?? detail));
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        using (var writer = new Utf8JsonWriter(response.BodyWriter, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            writer.WriteNumber("status", status);
            writer.WriteString("detail", detail);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Logs an error alone.</summary>
    public static void Log(HttpContext context, int status, string line)
    {
        ILogger logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        LogLevel level = status >= StatusCodes.Status500InternalServerError ? LogLevel.Error : LogLevel.Information;
        string path = OneLine.Of(context.Request.Path);
        Line(logger, level, context.Request.Method, path, status, line);
    }

    [LoggerMessage(EventId = 1, Message = "{Method} {Path}: {Status}: {Problem}")]
    private static partial void Line(
        ILogger logger, LogLevel level, string method, string path, int status, string problem);
}
