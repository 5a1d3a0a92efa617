using System.Net.Sockets;
using System.Text;

namespace LatentSharp.Tests.Serving;

/// <summary>A connection that sends what it is told, as slowly as it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient client;

    public RawClient(Uri address) => client = new TcpClient(address.Host, address.Port) { NoDelay = true };

    /// <summary>The head of a request with a body of JSON.</summary>
    public static string Head(string path, int length) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + $"Content-Length: {length}\r\n\r\n";

    public async Task Send(string text) => await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> ReadToEnd()
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public void Dispose() => client.Dispose();
}
