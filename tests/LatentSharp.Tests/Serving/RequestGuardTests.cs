using System.Net;
using System.Net.Http.Headers;
using LatentSharp.Serving;

namespace LatentSharp.Tests.Serving;

public class RequestGuardTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1:80", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("192.168.1.7", true)]
    [InlineData("models.example.org", true)]
    [InlineData("MODELS.example.org:8080", true)]
    [InlineData("example.org", false)]
    [InlineData("localhost.example.org", false)]
    [InlineData("127.0.0.1.example.org", false)]
    public async Task Only_addresses_localhost_and_names_of_its_own_reach_the_server(string host, bool known)
    {
        await using Served served = await Served.Start(new ServerOptions { Hosts = ["models.example.org"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/model") { Headers = { Host = host } };
        Reply reply = await Served.Read(await served.Client.SendAsync(request));
        Assert.Equal(known ? HttpStatusCode.OK : HttpStatusCode.Forbidden, reply.Status);
        if (!known)
            Assert.Equal(
                $"the host is '{host}'; expected localhost, an address, or a name that the server was started to "
                    + "answer to",
                reply.Detail);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Bearer another", false)]
    [InlineData("Bearer secret-and-more", false)]
    [InlineData("Bearer ", false)]
    [InlineData("Basic secret", false)]
    [InlineData("Bearer secret", true)]
    [InlineData("bearer secret", true)]
    public async Task Where_there_is_a_token_every_request_brings_it(string? authorization, bool known)
    {
        await using Served served = await Served.Start(new ServerOptions { Token = "secret" });
        foreach (string path in (string[])["/model", "/health", "/openapi.json", "/elsewhere"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            Reply reply = await Served.Read(await served.Client.SendAsync(request));
            Assert.Equal(!known, reply.Status == HttpStatusCode.Unauthorized);
            if (!known)
                Assert.Equal(new AuthenticationHeaderValue("Bearer"), Assert.Single(reply.Headers.WwwAuthenticate));
        }

        Assert.DoesNotContain(served.Log, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_path_is_404_and_another_method_405()
    {
        await using Served served = await Served.Start();
        Reply missing = await served.Get("/sampel");
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Equal("there is nothing here; /openapi.json lists what there is", missing.Detail);
        Reply method = await served.Get("/sample");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, method.Status);
        Assert.Equal("the method is GET; expected POST", method.Detail);
        Assert.Equal(
            ["Information: GET /sampel: 404: there is nothing here; /openapi.json lists what there is",
                "Information: GET /sample: 405: the method is GET; expected POST"],
            served.Log);
    }
}
