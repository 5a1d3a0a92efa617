using System.Net;
using System.Net.Sockets;
using LatentSharp.Data;
using LatentSharp.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LatentSharp.Serving;

/// <summary>
/// A model with a server of its own. It takes its settings from its options alone: no file and no variable of the
/// environment changes it.
/// </summary>
internal sealed class ModelServer
{
    private const int MostConnections = 1024;

    private readonly WebApplication application;

    private ModelServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8080</c>.</summary>
    public string Address => application.Urls.Single();

    /// <summary>The model.</summary>
    public TrainedModel Model => application.Services.GetRequiredService<TrainedModel>();

    /// <summary>Loads a model and listens.</summary>
    /// <param name="path">The run, or its weights.</param>
    /// <param name="options">Where, and for whom.</param>
    /// <param name="log">Receives a line for every error.</param>
    /// <exception cref="DataException">There is no model, or it is damaged.</exception>
    /// <exception cref="OptionException">The address cannot be listened on.</exception>
    public static async Task<ModelServer> Start(string path, ServerOptions options, ILoggerProvider log)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Logging.AddProvider(log);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.AddLatentSharp(path, options.Serving);
        WebApplication application = builder.Build();
        application.Use(new RequestGuard(options.Token, options.Hosts).Answer);
        application.MapLatentSharp();
        try
        {
            await application.StartAsync();
            return new ModelServer(application);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await application.DisposeAsync();
            throw new OptionException(
                $"{new IPEndPoint(options.Address, options.Port)} cannot be listened on " +
                    $"({failure.Message.TrimEnd('.')}); give another port, or 0 for a free one");
        }
    }

    /// <summary>Takes no new requests, and waits for those under way.</summary>
    /// <param name="patience">How long; then the rest are cut off.</param>
    /// <returns>How many were cut off.</returns>
    public async Task<int> Stop(TimeSpan patience)
    {
        using var cut = new CancellationTokenSource();
        Task stopped = application.StopAsync(cut.Token);
        await Task.WhenAny(stopped, Task.Delay(patience));
        int left = application.Services.GetRequiredService<InFlight>().Count;
        await cut.CancelAsync();
        await stopped;
        await application.DisposeAsync();
        return left;
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, options.BodyGrace);
        kestrel.Listen(options.Address, options.Port);
    }

    // Signals are the caller's.
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
