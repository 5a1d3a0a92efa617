using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;
using LatentSharp.Serving;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Runs;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Serving;

public sealed class ModelDocumentTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_model_is_described_with_its_columns_units_and_limits()
    {
        await using Served served = await Served.Start();
        JsonElement model = (await served.Get("/model")).Body;
        Assert.Equal(
            ("cvae", "normal_learned_scale", "learned", 2),
            (Text("model"), Text("likelihood"), Text("prior"), model.GetProperty("latent_dimensions").GetInt32()));
        Assert.Equal(
            """{"name":"x2","kind":"column","unit":"that of the data","width":1}""",
            model.GetProperty("condition")[1].GetRawText());
        Assert.Equal("w", model.GetProperty("target")[1].GetProperty("name").GetString());
        Assert.Equal(
            """{"body_bytes":1048576,"rows":1000,"draws":10000,"numbers":1000000}""",
            model.GetProperty("limits").GetRawText());
        Assert.False(model.TryGetProperty("quantities", out _));

        string? Text(string name) => model.GetProperty(name).GetString();
    }

    [Fact]
    public void Pixels_and_classes_are_named_one_by_one()
    {
        TrainedModel trained = ModelFiles.Load(
            folder["model.safetensors"], SmallTask.Model,
            new Fields(Field.OneHot("kind", ["a", "b", "c"])),
            new Fields(Field.Image("image", new PixelLayout(2, 2, [0, 1, 2, 3]))));
        JsonElement model = JsonElement.Parse(ModelDocument.Of(trained, new ServingOptions()));
        Assert.Equal(
            """{"name":"kind","kind":"classes","unit":"1 for the class, 0 for the others","width":3"""
                + ""","elements":["kind = a","kind = b","kind = c"]}""",
            model.GetProperty("condition")[0].GetRawText());
        Assert.Equal(
            "image row 1, column 0", model.GetProperty("target")[0].GetProperty("elements")[2].GetString());
    }

    [Fact]
    public void The_quantities_of_the_run_s_reading_are_there_and_a_damaged_reading_is_refused()
    {
        Served.SaveTable(folder["model.safetensors"]);
        var model = TrainedModel.Load(Path.GetDirectoryName(folder["model.safetensors"])!);
        File.WriteAllText(folder["reading.json"], """{"quantities": {"prior_kl": {"value": 1.5}}}""");
        Assert.Equal(
            1.5,
            JsonElement.Parse(ModelDocument.Of(model, new ServingOptions()))
                .GetProperty("quantities").GetProperty("prior_kl").GetProperty("value").GetDouble());
        foreach (string damaged in (string[])["{", "[]", "{}"])
        {
            File.WriteAllText(folder["reading.json"], damaged);
            Assert.Contains(
                "it is not a reading with 'quantities'; read the run again",
                Assert.Throws<DataException>(() => ModelDocument.Of(model, new ServingOptions())).Message,
                StringComparison.Ordinal);
        }
    }
}
