using System.Net;
using LatentSharp.Runs;
using LatentSharp.Serving;
using LatentSharp.Tests.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LatentSharp.Tests.Serving;

public sealed class LatentSharpServicesTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_service_of_one_s_own_has_the_model_and_its_endpoints_under_a_prefix()
    {
        Served.SaveTable(folder["model.safetensors"]);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddLatentSharp(folder["model.safetensors"], new ServingOptions { MaximumRows = 1 });
        await using WebApplication service = builder.Build();
        service.MapLatentSharp("/points");
        await service.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
        Reply reply = await Served.Read(
            await client.PostAsync("/points/sample", Json("""{"condition": [[1.25, 0.5]], "seed": 2}""")));
        Assert.Equal(
            service.Services.GetRequiredService<TrainedModel>().Sample([1.25f, 0.5f], 1, seed: 2)[0],
            reply.Floats("target"));
        reply = await Served.Read(
            await client.PostAsync("/points/sample", Json("""{"condition": [[1, 2], [3, 4]]}""")));
        Assert.Equal("'condition' has 2 rows; expected 1 to 1: send several requests", reply.Detail);
        reply = await Served.Read(await client.GetAsync("/points/openapi.json"));
        Assert.Equal("/points", reply.Body.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/sample")).StatusCode);
    }

    [Fact]
    public void A_service_does_not_start_with_a_model_that_is_not_there_or_limits_of_nothing()
    {
        Assert.Throws<LatentSharp.Data.DataException>(() => new ServiceCollection().AddLatentSharp(folder["gone"]));
        Assert.Equal(
            "MaximumRows is 0; give a whole number of at least 1",
            Assert.Throws<OptionException>(() => new ServingOptions { MaximumRows = 0 }).Message);
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
