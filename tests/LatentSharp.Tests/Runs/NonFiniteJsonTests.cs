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

    private string Record => folder["run.json"];

    public static TheoryData<NonFiniteEvent> Events =>
        [
            new NonFiniteEvent(7, NonFinitePlace.Objective)
            {
                Term = "prior_kl",
                Value = double.NaN,
                FirstIn = "router.0.bias",
            },
            new NonFiniteEvent(0, NonFinitePlace.Objective) { Value = 1.5e39 },
            new NonFiniteEvent(3, NonFinitePlace.Gradient)
            {
                Tensor = "decoder.0.weight",
                Term = "reconstruction",
                FirstIn = "z",
            },
            new NonFiniteEvent(4, NonFinitePlace.Gradient) { Tensor = "decoder.0.weight" },
            new NonFiniteEvent(5, NonFinitePlace.Update) { Tensor = "adam.second_moment.decoder.0.bias" },
            new NonFiniteEvent(6, NonFinitePlace.Validation) { Term = "prior_kl", Value = double.NegativeInfinity },
            new NonFiniteEvent(long.MaxValue, NonFinitePlace.State) { Tensor = "best.router.0.weight" },
        ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_read_as_it_was_written(NonFiniteEvent found)
    {
        Write(writer => NonFiniteJson.Write(writer, found));

        Assert.Equal(found, JsonFields.Read(Record, Schema, NonFiniteJson.Read));
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
            $"{Record}: 'place' is '\"nowhere\"'; expected one of objective, gradient, update, validation, state: " +
                "the file is damaged",
            Assert.Throws<DataException>(() => JsonFields.Read(Record, Schema, NonFiniteJson.Read)).Message);
    }

    private void Write(Action<Utf8JsonWriter> content)
    {
        using FileStream stream = File.Create(Record);
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        content(writer);
        writer.WriteEndObject();
    }
}
