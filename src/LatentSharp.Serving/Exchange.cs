using LatentSharp.Data;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>What an endpoint does with a body; it stops when nobody waits for the answer any more.</summary>
internal delegate Task ModelCall(HttpContext context, RequestBody body, CancellationToken cancellation);

/// <summary>
/// A request for the model, from its body to the answer or to what was wrong with it. A call computes its answer before
/// it sends any of it, so that an error is never half an answer.
/// </summary>
internal sealed class Exchange(ModelCall call, ServingOptions options, InFlight inFlight)
{
    public async Task Answer(HttpContext context)
    {
        if (!inFlight.TryEnter(options.MaximumInFlight))
        {
            await Busy(context, $"{options.MaximumInFlight} requests are under way; ask again later");
            return;
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            patience.CancelAfter(options.Timeout);
            await Answer(context, patience.Token);
        }
        finally
        {
            inFlight.Leave();
        }
    }

    private async Task Answer(HttpContext context, CancellationToken cancellation)
    {
        try
        {
            RequireJson(context.Request);
            using RequestBody body = await RequestBody.Read(
                context.Request, options.MaximumBodyBytes, cancellation);
            await call(context, body, cancellation);
        }
        catch (Exception failure) when (context.Response.HasStarted)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                Problem.Log(context, StatusCodes.Status500InternalServerError, Describe(failure));
            context.Abort();
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (OperationCanceledException)
        {
            await Busy(
                context,
                FormattableString.Invariant($"the answer took longer than {options.Timeout.TotalSeconds} s; ask for ")
                    + "fewer rows or draws");
        }
        catch (Refusal refusal)
        {
            await Problem.Answer(context, refusal.Status, refusal.Message);
        }
        catch (DataException failure)
        {
            await Problem.Answer(context, StatusCodes.Status400BadRequest, failure.Message);
        }
        catch (BadHttpRequestException failure)
        {
            await Problem.Answer(
                context,
                failure.StatusCode,
                failure.StatusCode == StatusCodes.Status408RequestTimeout
                    ? "the body came too slowly; send it without a pause"
                    : $"the body could not be read ({failure.Message.TrimEnd('.')}); send it again");
        }
        catch (Exception failure)
        {
            await Problem.Answer(
                context,
                StatusCodes.Status500InternalServerError,
                "the server failed; its log says how",
                Describe(failure));
        }
    }

    private static void RequireJson(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            throw new Refusal(
                StatusCodes.Status415UnsupportedMediaType,
                $"the content type is {(request.ContentType is { } given ? $"'{given}'" : "missing")}; expected " +
                    "application/json");
        if (request.Headers.ContentEncoding.Count > 0)
            throw new Refusal(
                StatusCodes.Status415UnsupportedMediaType,
                $"the content encoding is '{request.Headers.ContentEncoding}'; send the body as it is");
    }

    private static Task Busy(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problem.Answer(context, StatusCodes.Status503ServiceUnavailable, detail);
    }

    private static string Describe(Exception failure) => $"{failure.GetType().Name}: {failure.Message}";
}
