using System.Net;

namespace LatentSharp.Serving;

/// <summary>Where a server of its own listens, and whom it answers.</summary>
internal sealed record ServerOptions
{
    /// <summary>The address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>What a request has to know; null for nothing.</summary>
    public string? Token { get; init; }

    /// <summary>Names that the server answers to, beside addresses and localhost.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How long a caller may take for the headers of a request.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may come slower than the least rate.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What one request may ask for.</summary>
    public ServingOptions Serving { get; init; } = new();
}
