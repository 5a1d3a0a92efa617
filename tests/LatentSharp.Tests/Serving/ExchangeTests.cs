using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LatentSharp.Serving;

namespace LatentSharp.Tests.Serving;

public class ExchangeTests
{
    // Minutes of work, of which a portion takes a fraction of a second.
    private static readonly ServingOptions Many = new()
    {
        MaximumDraws = 1_000_000,
        Timeout = TimeSpan.FromMinutes(20),
    };

    private static string LongWork =>
        $$"""{"condition": {{Rows(1000)}}, "target": {{Rows(1000)}}, "samples": 200000}""";

    [Theory]
    [InlineData(null, "the content type is missing; expected application/json")]
    [InlineData("text/plain", "the content type is 'text/plain'; expected application/json")]
    public async Task Another_type_of_content_is_415(string? type, string message)
    {
        await using Served served = await Served.Start();
        var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null)
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
        Reply reply = await served.Post("/sample", content);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, message), (reply.Status, reply.Detail));
    }

    [Fact]
    public async Task A_compressed_body_is_415()
    {
        await using Served served = await Served.Start();
        var content = new StringContent("{}", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        Reply reply = await served.Post("/sample", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.Status);
        Assert.Equal("the content encoding is 'gzip'; send the body as it is", reply.Detail);
    }

    [Fact]
    public async Task One_request_too_many_is_503_and_a_caller_who_goes_away_ends_the_work()
    {
        await using Served served = await Served.Start(
            new ServerOptions { Serving = Many with { MaximumInFlight = 1 } });
        using var leaving = new CancellationTokenSource();
        Task<Reply> first = served.Post("/likelihood", Json(LongWork), leaving.Token);
        await served.UntilInFlight(1);
        Reply second = await served.Post("/sample", """{"condition": [[1, 2]]}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.Status);
        Assert.Equal("1 requests are under way; ask again later", second.Detail);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter!.Delta);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await served.UntilInFlight(0);
        Assert.Equal(HttpStatusCode.OK, (await served.Post("/sample", """{"condition": [[1, 2]]}""")).Status);
        Assert.Single(served.Log);
    }

    [Fact]
    public async Task What_takes_too_long_is_503()
    {
        await using Served served = await Served.Start(
            new ServerOptions { Serving = Many with { Timeout = TimeSpan.FromSeconds(0.1) } });
        Reply reply = await served.Post("/likelihood", Json(LongWork));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.Equal("the answer took longer than 0.1 s; ask for fewer rows or draws", reply.Detail);
        Assert.NotNull(reply.Headers.RetryAfter);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Rows(int count) => $"[{string.Join(',', Enumerable.Repeat("[1,2]", count))}]";
}
