using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Serving;
using LatentSharp.Tests.Runs;
using LatentSharp.Tests.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatentSharp.Tests.Serving;

/// <summary>An answer of a server.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, which is JSON whatever the status.</param>
/// <param name="Headers">The headers.</param>
internal sealed record Reply(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
{
    /// <summary>What the body of an error says.</summary>
    public string Detail => Body.GetProperty("detail").GetString()!;

    /// <summary>Every number of a field, whatever its shape.</summary>
    public float[] Floats(string field) => [.. Leaves(Body.GetProperty(field)).Select(leaf => leaf.GetSingle())];

    private static IEnumerable<JsonElement> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Leaves(property.Value)),
        _ => [element],
    };
}

/// <summary>A server of a small model on a free port, with a client; by default y and w of x1 and x2.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly ModelServer server;
    private readonly Lines log;

    private Served(DirectoryInfo folder, ModelServer server, Lines log) =>
        (this.folder, this.server, this.log, Client) =
            (folder, server, log, new HttpClient { BaseAddress = new Uri(server.Address) });

    public static CvaeOptions Table { get; } = SmallTask.Model with
    {
        ConditionDimensions = 2,
        TargetDimensions = 2,
        Likelihood = LikelihoodKind.NormalLearnedScale,
    };

    public TrainedModel Model => server.Model;

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public string[] Log => [.. log.All];

    public static async Task<Served> Start(
        ServerOptions? options = null,
        CvaeOptions? model = null,
        Fields? condition = null,
        Fields? target = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp-served-");
        string path = Path.Combine(folder.FullName, "model.safetensors");
        if (model is null)
            SaveTable(path);
        else
            ModelFiles.Save(path, new Cvae(model, seed: 3), model, condition, target);
        var log = new Lines();
        return new Served(folder, await ModelServer.Start(path, options ?? new ServerOptions(), log), log);
    }

    /// <summary>Writes the model of the table.</summary>
    public static void SaveTable(string path) =>
        ModelFiles.Save(
            path, new Cvae(Table, seed: 3), Table, Fields.Columns("x1", "x2"), Fields.Columns("y", "w"),
            ModelFiles.Map(2, 2));

    public static async Task<Reply> Read(HttpResponseMessage response)
    {
        using (response)
            return new Reply(
                response.StatusCode,
                JsonElement.Parse(await response.Content.ReadAsByteArrayAsync()),
                response.Headers);
    }

    public Task<Reply> Post(string path, string body) =>
        Post(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    public async Task<Reply> Post(string path, HttpContent body, CancellationToken cancellation = default)
    {
        using (body)
            return await Read(await Client.PostAsync(path, body, cancellation));
    }

    public async Task<Reply> Get(string path) => await Read(await Client.GetAsync(path));

    /// <summary>Waits until so many requests are under way.</summary>
    public async Task UntilInFlight(int count)
    {
        while ((await Get("/health")).Body.GetProperty("in_flight").GetInt32() != count)
            await Task.Delay(10);
    }

    /// <summary>Stops the server.</summary>
    public async Task<int> Stop(TimeSpan patience)
    {
        int cut = await server.Stop(patience);
        Client.Dispose();
        folder.Delete(recursive: true);
        return cut;
    }

    public async ValueTask DisposeAsync() => await Stop(TimeSpan.FromSeconds(5));

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == Problem.Category ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => All.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
