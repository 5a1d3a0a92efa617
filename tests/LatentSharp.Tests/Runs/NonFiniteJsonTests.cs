using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Runs;
using LatentSharp.Tests.Data;
using LatentSharp.Training;

namespace LatentSharp.Tests.Runs;

/// <summary>The record of a number that was not finite, in run.json and back.</summary>
public sealed class NonFiniteJsonTests : IDisposable
{
    private const string Schema = "latentsharp/test/1";

    private readonly TemporaryDirectory folder = new();

    private string File => Path.Combine(folder.Path, "run.json");

    public static TheoryData<NonFiniteEvent> Events =>
        [
            new(7, NonFinitePlace.Objective) { Term = "prior_kl", Value = double.NaN, FirstIn = "router.0.bias" },
            new(0, NonFinitePlace.Objective) { Value = 1.5e39 },
            new(3, NonFinitePlace.Gradient) { Tensor = "decoder.0.weight", Term = "reconstruction", FirstIn = "z" },
            new(4, NonFinitePlace.Gradient) { Tensor = "decoder.0.weight" },
            new(5, NonFinitePlace.Update) { Tensor = "adam.second_moment.decoder.0.bias" },
            new(6, NonFinitePlace.Validation) { Term = "reconstruction", Value = double.NegativeInfinity },
            new(long.MaxValue, NonFinitePlace.State) { Tensor = "best.router.0.weight" },
        ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_read_as_it_was_written(NonFiniteEvent found)
    {
        Write(writer => NonFiniteJson.Write(writer, found));

        Assert.Equal(found, JsonFields.Read(File, Schema, NonFiniteJson.Read));
    }

    [Fact]
    public void A_place_that_no_version_writes_is_a_damaged_file()
    {
        Write(writer =>
        {
            writer.WriteNumber("step", 1);
            writer.WriteString("place", "nowhere");
        });

        Assert.Equal(
            $"{File}: 'place' is '\"nowhere\"'; expected one of objective, gradient, update, validation, state: " +
                "the file is damaged",
            Assert.Throws<DataException>(() => JsonFields.Read(File, Schema, NonFiniteJson.Read)).Message);
    }

    private void Write(Action<Utf8JsonWriter> content)
    {
        using FileStream stream = System.IO.File.Create(File);
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        content(writer);
        writer.WriteEndObject();
    }
}
