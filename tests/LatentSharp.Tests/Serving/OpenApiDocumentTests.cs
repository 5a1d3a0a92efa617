using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LatentSharp.Serving;

namespace LatentSharp.Tests.Serving;

public partial class OpenApiDocumentTests
{
    [Fact]
    public async Task The_document_names_the_columns_and_the_limits_and_its_references_lead_somewhere()
    {
        await using Served served = await Served.Start(
            new ServerOptions { Serving = new ServingOptions { MaximumRows = 7 } });
        JsonElement document = (await served.Get("/openapi.json")).Body,
            schemas = document.GetProperty("components").GetProperty("schemas");
        JsonElement[] rows = [.. schemas.GetProperty("Condition").GetProperty("oneOf").EnumerateArray()];
        Assert.Equal(2, rows[0].GetProperty("maxItems").GetInt32());
        Assert.Equal("""["x1","x2"]""", rows[1].GetProperty("required").GetRawText());
        Assert.Equal(7, schemas.GetProperty("Conditions").GetProperty("maxItems").GetInt32());
        Assert.Equal(10_000, schemas.GetProperty("Draws").GetProperty("maximum").GetInt32());
        MatchCollection references = Reference().Matches(document.GetRawText());
        Assert.True(references.Count > 20, $"There are {references.Count} references.");
        foreach (Match reference in references)
        {
            JsonElement place = document;
            foreach (string name in reference.Groups["path"].Value.Split('/'))
                place = place.GetProperty(name);
        }
    }

    [Fact]
    public async Task Every_endpoint_of_the_document_is_there_with_its_method_and_no_field_is_unknown()
    {
        await using Served served = await Served.Start();
        JsonElement document = (await served.Get("/openapi.json")).Body,
            schemas = document.GetProperty("components").GetProperty("schemas");
        JsonProperty[] paths = [.. document.GetProperty("paths").EnumerateObject()];
        Assert.Equal(6, paths.Length);
        foreach (JsonProperty path in paths)
        {
            if (path.Value.TryGetProperty("get", out _))
            {
                Assert.Equal(HttpStatusCode.OK, (await served.Get(path.Name)).Status);
                continue;
            }

            string schema = $"{char.ToUpperInvariant(path.Name[1])}{path.Name[2..]}Request";
            foreach (JsonProperty field in schemas.GetProperty(schema).GetProperty("properties").EnumerateObject())
            {
                Reply reply = await served.Post(path.Name, $$"""{"{{field.Name}}": null}""");
                Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
                Assert.DoesNotContain("there is no field", reply.Detail, StringComparison.Ordinal);
            }
        }
    }

    [GeneratedRegex("\"\\$ref\":\"#/(?<path>[^\"]+)\"")]
    private static partial Regex Reference();
}
