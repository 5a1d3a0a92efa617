using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LatentSharp.Runs;

// Asks `latent serve` and checks every answer against the model itself.
//
// usage: LatentSharp.Load LATENT RUN [REQUESTS] [CLIENTS]    LATENT is the published tool, RUN one of a table
//
// Prints the server's memory after 1 % of the requests and after each fifth of them, then the rate and the latencies.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: LatentSharp.Load LATENT RUN [REQUESTS] [CLIENTS]");
    return 2;
}

int requests = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 100_000;
int clients = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 16;
const int Kinds = 64, Draws = 4;
var model = TrainedModel.Load(args[1]);

// The bodies, and what the model answers to each, to the last bit.
(byte[] Body, float[] Answer)[] known = [.. Enumerable.Range(0, Kinds).Select(kind =>
{
    float[] x = [.. Enumerable.Range(0, model.ConditionFields.Width).Select(column => (kind + column) / 16f)];
    byte[] body = Encoding.UTF8.GetBytes(
        $$"""{"condition": [{{JsonSerializer.Serialize(x)}}], "count": {{Draws}}, "seed": {{kind}}}""");
    return (body, model.Sample(x, Draws, (ulong)kind).SelectMany(row => row).ToArray());
})];

using Process server = Process.Start(
    new ProcessStartInfo(args[0], ["serve", args[1], "--port", "0"]) { RedirectStandardError = true })!;
string line = server.StandardError.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
_ = server.StandardError.ReadToEndAsync();
string address = line.Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';');
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients })
{
    BaseAddress = new Uri(address),
};

int[] stops = [requests / 100, .. Enumerable.Range(1, 5).Select(fifth => requests * fifth / 5)];
int done = 0, wrong = 0;
var milliseconds = new double[requests];
var clock = Stopwatch.StartNew();
foreach (int stop in stops)
{
    await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Ask(stop)));
    done = stop;
    using var health = JsonDocument.Parse(await client.GetStringAsync("/health"));
    server.Refresh();
    Console.WriteLine(
        $"{stop,8} requests  working set {server.WorkingSet64 / 1048576.0,7:F1} MiB  heap " +
            $"{health.RootElement.GetProperty("heap_bytes").GetInt64() / 1048576.0,7:F1} MiB");
}

Array.Sort(milliseconds);
Console.WriteLine(
    $"{requests / clock.Elapsed.TotalSeconds:F0} requests/s of {clients} clients  median {At(0.5):F2} ms  99 % " +
        $"{At(0.99):F2} ms  worst {milliseconds[^1]:F1} ms  {wrong} wrong");
server.Kill();
return wrong == 0 ? 0 : 1;

double At(double share) => milliseconds[(int)(share * (requests - 1))];

async Task Ask(int stop)
{
    for (int number = Interlocked.Increment(ref done) - 1; number < stop; number = Interlocked.Increment(ref done) - 1)
    {
        (byte[] body, float[] answer) = known[number % Kinds];
        long start = Stopwatch.GetTimestamp();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await client.PostAsync("/sample", content);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        milliseconds[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (!response.IsSuccessStatusCode || !Numbers(bytes).SequenceEqual(answer))
            Interlocked.Increment(ref wrong);
    }
}

static IEnumerable<float> Numbers(byte[] json)
{
    using var document = JsonDocument.Parse(json);
    return
    [
        .. document.RootElement
            .GetProperty("target")[0]
            .EnumerateArray()
            .SelectMany(draw => draw.EnumerateArray().Select(value => value.GetSingle())),
    ];
}
