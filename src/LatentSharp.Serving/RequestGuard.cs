using System.Net;
using System.Security.Cryptography;
using System.Text;
using LatentSharp.Words;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>
/// Whom a server of its own answers: requests that name it as it is known, and bring its token where it has one. A page
/// in a browser whose name leads to this machine reaches the server under that name, and is refused.
/// </summary>
internal sealed class RequestGuard(string? token, IReadOnlyList<string> hosts)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? expected = token is null ? null : Hash(token);

    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        HttpResponse response = context.Response;
        if (!Knows(context.Request.Host.Host))
        {
            await Problem.Answer(
                context,
                StatusCodes.Status403Forbidden,
                $"the host is {OneLine.Excerpt(context.Request.Host.Host)}; expected localhost, an address, or a " +
                    "name that the server was started to answer to");
        }
        else if (!HasToken(context.Request))
        {
            response.Headers.WWWAuthenticate = "Bearer";
            await Problem.Answer(
                context,
                StatusCodes.Status401Unauthorized,
                "the token is missing or another; send the header 'Authorization: Bearer TOKEN' with the server's");
        }
        else
        {
            await next(context);
            if (response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
                await Problem.Answer(
                    context,
                    response.StatusCode,
                    "there is nothing here; /openapi.json lists what there is");
            else if (response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
                await Problem.Answer(
                    context,
                    response.StatusCode,
                    $"the method is {context.Request.Method}; expected {response.Headers.Allow}");
        }
    }

    // A name can be led to any machine; an address is what it is.
    private bool Knows(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    // Hashes are of one length, and comparing them takes one time whatever was sent.
    private bool HasToken(HttpRequest request)
    {
        if (expected is null)
            return true;
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(given[Scheme.Length..]), expected);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
