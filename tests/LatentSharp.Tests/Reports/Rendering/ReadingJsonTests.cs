using System.Text.Json;
using LatentSharp.Reading;
using LatentSharp.Reports.Rendering.Json;

namespace LatentSharp.Tests.Reports.Rendering;

public sealed class ReadingJsonTests
{
    private static readonly JsonSchemaCheck Schema = JsonSchemaCheck.OfPublished("reading-2.json");

    public static TheoryData<string> Names => ["full", "bare", "hostile"];

    private static Diagnosis Sample(string name) =>
        name switch { "full" => SampleDiagnosis.Full, "bare" => SampleDiagnosis.Bare, _ => SampleDiagnosis.Hostile };

    private static JsonElement Parsed(Diagnosis diagnosis) =>
        JsonDocument.Parse(ReadingJson.Render(diagnosis)).RootElement;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_reading_fits_the_published_schema(string name) =>
        Assert.Empty(Schema.Errors(ReadingJson.Render(Sample(name))));

    [Theory]
    [InlineData("\"role\": \"diagnostic_only\"", "\"role\": \"off\"")]
    [InlineData("\"does_not_say\"", "\"doesNotSay\"")]
    [InlineData("\"examples\": 1000", "\"examples\": \"1000\"")]
    [InlineData("\"id\": \"LS5001\"", "\"id\": \"5001\"")]
    [InlineData("\"geometric_mean\": 3.86", "\"geometric_mean\": null")]
    public void The_schema_refuses_what_no_reading_writes(string written, string changed)
    {
        string json = ReadingJson.Render(SampleDiagnosis.Full);
        Assert.Contains(written, json, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Errors(json.Replace(written, changed, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_role_and_its_weight_stand_under_the_objective()
    {
        JsonElement term = Parsed(SampleDiagnosis.Full).GetProperty("objective").GetProperty("posterior_variance");
        Assert.Equal("diagnostic_only", term.GetProperty("role").GetString());
        Assert.Equal(0, term.GetProperty("weight").GetDouble());
        JsonElement unknown = Parsed(SampleDiagnosis.Bare).GetProperty("objective").GetProperty("posterior_variance");
        Assert.Equal("unknown", unknown.GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("weight").ValueKind);
    }

    [Fact]
    public void Quantities_keep_their_numbers()
    {
        JsonElement quantities = Parsed(SampleDiagnosis.Full).GetProperty("quantities");
        JsonElement variance = quantities.GetProperty("posterior_variance");
        Assert.Equal(4, variance.GetProperty("value").GetDouble());
        Assert.Equal(2, variance.GetProperty("std").GetDouble());
        Assert.Equal(3.86, variance.GetProperty("geometric_mean").GetDouble());
        Assert.Equal(
            [4.2, 3.9, 4.4, 3.5],
            variance.GetProperty("per_dimension").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(6.4, variance.GetProperty("quantiles").GetProperty("q95").GetDouble());
        Assert.Equal(
            83.31,
            quantities.GetProperty("usage_gap").GetProperty("baseline").GetProperty("value").GetDouble());
        Assert.Equal(
            -84.2,
            quantities.GetProperty("conditional_likelihood").GetProperty("importance").GetProperty("value").GetDouble()
        );
        Assert.Equal(
            0.84,
            quantities
                .GetProperty("semantic_probe")
                .GetProperty("probes")[0]
                .GetProperty("from_prior_mean")
                .GetProperty("value")
                .GetDouble());
    }

    [Fact]
    public void What_was_not_measured_says_what_it_needs()
    {
        JsonElement probe = Parsed(SampleDiagnosis.Bare).GetProperty("quantities").GetProperty("semantic_probe");
        Assert.False(probe.GetProperty("measured").GetBoolean());
        Assert.Equal("labels or factors", probe.GetProperty("needs").GetString());
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_texts()
    {
        JsonElement reading = Parsed(SampleDiagnosis.Hostile);
        JsonElement variance = reading.GetProperty("quantities").GetProperty("posterior_variance");
        Assert.Equal("Infinity", variance.GetProperty("value").GetString());
        Assert.Equal("NaN", variance.GetProperty("per_dimension")[2].GetString());
        Assert.Equal(SampleDiagnosis.HostileName, reading.GetProperty("name").GetString());
    }
}
