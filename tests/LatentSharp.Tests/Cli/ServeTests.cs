using LatentSharp.Runs;
using LatentSharp.Tests.Serving;

namespace LatentSharp.Tests.Cli;

[Trait("speed", "slow")]
public sealed class ServeTests : IDisposable
{
    private const int Interrupt = 2, Terminate = 15;

    private const string Body = """{"condition": [[1.25, 0.5]], "count": 3, "seed": 7}""";

    private readonly Scratch scratch = new();

    public ServeTests() => Served.SaveTable(scratch["model.safetensors"]);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task The_tool_says_where_it_listens_and_answers_and_a_line_is_printed_for_an_error_alone()
    {
        using ServedTool tool = Serve();
        Assert.Equal($"model.safetensors is served at {tool.Address.ToString().TrimEnd('/')}; Ctrl-C ends it",
            tool.FirstLine);
        Assert.Equal(
            $"curl -s {tool.Address}sample --json "
                + """'{"condition":[{"x1":3,"x2":2}],"count":3}'""",
            tool.ReadLine());
        using var client = new HttpClient { BaseAddress = tool.Address };
        Reply reply = await Served.Read(await client.PostAsync("/sample", Json(Body)));
        Assert.Equal(Expected(), reply.Floats("target"));
        reply = await Served.Read(await client.PostAsync("/sample", Json("{}")));
        Assert.Equal($"latent: POST /sample: 400: {reply.Detail}", tool.ReadLine());
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The signal is sent by kill.");
        tool.Signal(Interrupt);
        Assert.Equal((130, "latent: stopped; every request under way was answered\n"), tool.Finish());
    }

    [Fact]
    public async Task A_signal_under_load_loses_no_request_that_was_accepted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The signal is sent by kill.");
        using ServedTool tool = Serve();
        tool.ReadLine();
        // Requests that the server has taken, whose bodies come after the signal.
        RawClient[] waiting = [.. Enumerable.Range(0, 8).Select(_ => new RawClient(tool.Address))];
        foreach (RawClient client in waiting)
            await client.Send(RawClient.Head("/sample", Body.Length) + Body[..9]);
        using (var client = new HttpClient { BaseAddress = tool.Address })
        {
            while ((await Served.Read(await client.GetAsync("/health"))).Body.GetProperty("in_flight").GetInt32() < 8)
                await Task.Delay(10);
        }

        // Others that come and go meanwhile, until nobody listens.
        Task<int>[] load = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskUntilTheEnd(tool.Address)))];
        await Task.Delay(200);
        tool.Signal(Terminate);
        await Task.Delay(200);
        foreach (RawClient client in waiting)
        {
            using (client)
            {
                await client.Send(Body[9..]);
                RequireAnswer(await client.ReadToEnd());
            }
        }

        Assert.True((await Task.WhenAll(load)).Sum() > 0);
        Assert.Equal((143, "latent: stopped; every request under way was answered\n"), tool.Finish());
    }

    [Theory]
    [InlineData("--host is 0.0.0.0, which other machines reach, and there is no token, ", "--host", "0.0.0.0")]
    [InlineData("--host is here; give an address of this machine, ", "--host", "here")]
    [InlineData("--token or LATENTSHARP_TOKEN is empty, ", "--token", "")]
    [InlineData("--port is 65536; give a whole number from 0 to 65535.", "--port", "65536")]
    [InlineData("192.0.2.1:0 cannot be listened on (", "--host", "192.0.2.1", "--token", "secret", "--port", "0")]
    public void What_cannot_be_served_is_one_line(string message, params string[] options)
    {
        ToolRun run = ToolRun.Of(scratch.Path, ["serve", "model.safetensors", .. options]);
        Assert.StartsWith($"latent: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public void A_port_that_is_taken_is_one_line()
    {
        using ServedTool tool = Serve();
        ToolRun run = ToolRun.Of(scratch.Path, "serve", "model.safetensors", "--port", $"{tool.Address.Port}");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            $"latent: 127.0.0.1:{tool.Address.Port} cannot be listened on (", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    // A connection that the server closes without a byte was not accepted; a part of an answer is a request lost.
    private async Task<int> AskUntilTheEnd(Uri address)
    {
        for (int answers = 0; ; answers++)
        {
            string answer = "";
            try
            {
                using var client = new RawClient(address);
                await client.Send(RawClient.Head("/sample", Body.Length) + Body);
                answer = await client.ReadToEnd();
            }
            catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException)
            {
            }

            if (answer.Length == 0)
                return answers;
            RequireAnswer(answer);
        }
    }

    private void RequireAnswer(string answer)
    {
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        int start = answer.IndexOf('{', StringComparison.Ordinal), end = answer.LastIndexOf('}');
        var reply = new Reply(
            System.Net.HttpStatusCode.OK,
            System.Text.Json.JsonElement.Parse(answer[start..(end + 1)]),
            Headers: null!);
        Assert.Equal(Expected(), reply.Floats("target"));
    }

    private float[] Expected() =>
        [.. TrainedModel.Load(scratch["model.safetensors"]).Sample([1.25f, 0.5f], 3, seed: 7).SelectMany(y => y)];

    private ServedTool Serve() =>
        new(scratch.Path, ServedTool.Latent, "serve", "model.safetensors", "--port", "0");
}
