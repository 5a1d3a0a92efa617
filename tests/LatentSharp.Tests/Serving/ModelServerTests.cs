using LatentSharp.Data;
using LatentSharp.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatentSharp.Tests.Serving;

public class ModelServerTests
{
    private const string Body = """{"condition": [[1, 2]]}""";

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408_and_holds_nobody_up()
    {
        await using Served served = await Served.Start(
            new ServerOptions { BodyGrace = TimeSpan.FromSeconds(1.5) });
        using var slow = new RawClient(served.Address);
        await slow.Send(RawClient.Head("/sample", 1000) + "{");
        await served.UntilInFlight(1);
        Reply other = await served.Post("/sample", Body);
        Assert.Equal(2, other.Floats("target").Length);
        string answer = await slow.ReadToEnd();
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("the body came too slowly; send it without a pause", answer, StringComparison.Ordinal);
        await served.UntilInFlight(0);
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_given_up()
    {
        await using Served served = await Served.Start(
            new ServerOptions { HeadersTimeout = TimeSpan.FromSeconds(1) });
        using var slow = new RawClient(served.Address);
        await slow.Send("POST /sample HTTP/1.1\r\nHost: localhost\r\nX-");
        string answer = await slow.ReadToEnd();
        Assert.True(
            answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 Request Timeout\r\n", StringComparison.Ordinal),
            answer);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_nobody_s_answer_and_no_failure()
    {
        await using Served served = await Served.Start();
        using (var gone = new RawClient(served.Address))
        {
            await gone.Send(RawClient.Head("/sample", 1000) + "{");
            await served.UntilInFlight(1);
        }

        await served.UntilInFlight(0);
        Assert.DoesNotContain(served.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_stops_answers_what_is_under_way_and_counts_what_it_cuts_off()
    {
        Served served = await Served.Start();
        using RawClient first = new(served.Address), second = new(served.Address);
        foreach (RawClient client in (RawClient[])[first, second])
            await client.Send(RawClient.Head("/sample", Body.Length) + Body[..5]);
        await served.UntilInFlight(2);
        Task<int> stopping = served.Stop(TimeSpan.FromSeconds(3));
        await first.Send(Body[5..]);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await first.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(1, await stopping);
    }

    [Fact]
    public async Task A_port_that_is_taken_and_a_model_that_is_not_there_are_said_in_a_line()
    {
        await using Served served = await Served.Start();
        OptionException taken = await Assert.ThrowsAsync<OptionException>(
            () => ModelServer.Start(
                served.Model.Path, new ServerOptions { Port = served.Address.Port }, NullLoggerProvider.Instance));
        Assert.StartsWith(
            $"127.0.0.1:{served.Address.Port} cannot be listened on (", taken.Message, StringComparison.Ordinal);
        Assert.EndsWith("); give another port, or 0 for a free one", taken.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DataException>(
            () => ModelServer.Start("nowhere", new ServerOptions(), NullLoggerProvider.Instance));
    }
}
