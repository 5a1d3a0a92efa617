using System.Text.Json.Nodes;
using LatentSharp.Compute;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Data.Formats.Idx;
using LatentSharp.Training;

namespace LatentSharp.Tests.Runs;

/// <summary>Runs of versions that did not look for white or for bits open with what they were trained on.</summary>
public sealed class SavedRunTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Device device = Device.Cpu(1);

    public void Dispose()
    {
        device.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData(16)]
    [InlineData(251)]
    public void Images_are_bytes_where_the_record_does_not_say_what_is_white(byte greatest)
    {
        byte[] pixels = [.. Enumerable.Range(0, 40 * 4).Select(i => (byte)(37 * i % (greatest + 1)))];
        TrainingRun run = Train(new RunConfiguration
        {
            Data = directory.Write("images.idx", IdxBytes.Of(0x803, [40, 2, 2], pixels)),
            Condition = [ImageCondition.None.ToString()],
            Binarize = "none",
            GreyMaximum = 255,
        });
        Assert.True(Config(out JsonNode record).Remove("grey_maximum"));
        Write(record);

        var opened = SavedRun.Open(directory["run"]);

        Assert.Equal(run.Setup.Source.Fingerprint, opened.Setup.Source.Fingerprint);
        Assert.Equal(255, opened.Setup.Configuration.GreyMaximum);
    }

    [Fact]
    public void Bits_keep_the_likelihood_that_is_recorded()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 2}\n"));
        File.WriteAllText(directory["bits.csv"], $"x,y\n{rows}");
        Train(new RunConfiguration
        {
            Data = directory["bits.csv"],
            Condition = ["x"],
            Target = ["y"],
            Model = new CvaeOptions
            {
                ConditionDimensions = 1,
                TargetDimensions = 1,
                Likelihood = LikelihoodKind.NormalLearnedScale,
            },
            LikelihoodGiven = true,
        });

        Assert.Equal(
            LikelihoodKind.NormalLearnedScale,
            SavedRun.Open(directory["run"]).Setup.Configuration.Model.Likelihood);
    }

    private TrainingRun Train(RunConfiguration configuration) =>
        TrainingRun.Execute(
            RunSetup.Load(configuration with { Training = new TrainingOptions { Epochs = 1 } }),
            new RunOptions(directory["run"]),
            device);

    private JsonObject Config(out JsonNode record)
    {
        record = JsonNode.Parse(File.ReadAllText(directory["run/run.json"]))!;
        return record["config"]!.AsObject();
    }

    private void Write(JsonNode record) => File.WriteAllText(directory["run/run.json"], record.ToJsonString());
}
