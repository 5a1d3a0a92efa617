using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>A request that is not answered as it was meant, and why.</summary>
/// <param name="status">The status code.</param>
/// <param name="detail">What was given, what was expected and the remedy.</param>
internal sealed class Refusal(int status, string detail) : Exception(detail)
{
    /// <summary>The status code.</summary>
    public int Status => status;

    /// <summary>A body that says something that cannot be done.</summary>
    public static Refusal Bad(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
