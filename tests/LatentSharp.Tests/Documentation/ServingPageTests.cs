using System.Text.Json;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Serving;

namespace LatentSharp.Tests.Documentation;

[Trait("speed", "slow")]
public sealed class ServingPageTests : IDisposable
{
    private const string Page = "docs/serving.md", Sample = "docs/samples/SamplingService";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_service_on_the_page_is_the_sample() =>
        Assert.Equal(Repository.Read($"{Sample}/Program.cs"), Assert.Single(Repository.Blocks(Page, "csharp")));

    [Fact]
    public async Task The_commands_of_the_page_run_and_the_sample_answers_from_their_run()
    {
        scratch.Write("points.csv", Assert.Single(Repository.Blocks("docs/command-line.md", "csv")));
        string[] commands =
        [
            .. Repository.Blocks(Page, "sh").SelectMany(block => block.TrimEnd('\n').Split('\n')),
        ];
        Assert.StartsWith("latent train ", commands[0], StringComparison.Ordinal);
        ToolRun train = ToolRun.Of(scratch.Path, commands[0].Split(' ')[1..]);
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Equal("latent serve runs/points --port 8080", commands[1]);
        using (var tool = new ServedTool(scratch.Path, ServedTool.Latent, "serve", "runs/points", "--port", "0"))
            Ask(commands[2..], tool.Address);
        await AskTheSample();
    }

    // What is printed differs with the machine, by more than its last digits; its form does not.
    private void Ask(string[] commands, Uri address)
    {
        Assert.SkipUnless(
            !OperatingSystem.IsWindows() && File.Exists("/usr/bin/curl"), "The commands are for sh and curl.");
        Assert.Equal(8, commands.Length);
        string[] answers =
        [
            .. commands.Select(command =>
            {
                ToolRun run = ToolRun.Start(
                    "sh", scratch.Path, _ => { }, "-c",
                    command.Replace("127.0.0.1:8080", address.Authority, StringComparison.Ordinal));
                Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
                return run.Output;
            }),
        ];
        string[] shown = Repository.Blocks(Page, "json");
        Assert.Equal(
            shown[0].TrimEnd('\n').Split('\n').Select(Form),
            answers[..2].Select(Form));
        Assert.Equal(
            ["prior_mean", "prior_variance", "posterior_mean", "posterior_variance"],
            JsonElement.Parse(answers[2]).EnumerateObject().Select(field => field.Name));
        Assert.True(JsonElement.Parse(answers[3]).GetProperty("log_likelihood")[0].GetDouble() < 0);
        Assert.True(JsonElement.Parse(answers[4]).TryGetProperty("limits", out _));
        Assert.All(answers[5..7], answer => Assert.NotEmpty(JsonElement.Parse(answer).EnumerateObject()));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(shown[1]), JsonElement.Parse(answers[7])), answers[7]);
    }

    private static string Form(string json) =>
        System.Text.RegularExpressions.Regex.Replace(json, @"-?\d+(\.\d+)?(E-?\d+)?", "0").TrimEnd();

    private async Task AskTheSample()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string service = Path.Combine(
            Repository.Root, Sample, "bin", configuration, "net10.0", "SamplingService.dll");
        using var tool = new ServedTool(
            scratch.Path, service, "--Run", "runs/points", "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = tool.Address };
        Reply range = await Served.Read(await client.GetAsync("/range?x1=1.2&x2=0.4"));
        Assert.True(
            range.Body.GetProperty("least").GetDouble() < range.Body.GetProperty("most").GetDouble(),
            range.Body.GetRawText());
        Assert.Equal("cvae", (await Served.Read(await client.GetAsync("/points/model"))).Body
            .GetProperty("model").GetString());
    }
}
