using System.Text;
using System.Text.Json.Nodes;
using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Serving;

/// <summary>
/// The endpoints in OpenAPI: what is the same for every model stands in <c>openapi.json</c>, and the columns of this
/// one are put in.
/// </summary>
internal static class OpenApiDocument
{
    public static byte[] Of(TrainedModel model, ServingOptions options, string prefix)
    {
        using Stream template = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        JsonNode document = JsonNode.Parse(template)!, schemas = document["components"]!["schemas"]!;
        document["servers"]![0]!["url"] = prefix.Length > 0 ? prefix : "/";
        schemas["Condition"] = Row(model.ConditionFields);
        schemas["Target"] = Row(model.TargetFields);
        schemas["Conditions"]!["maxItems"] = options.MaximumRows;
        schemas["Targets"]!["maxItems"] = options.MaximumRows;
        schemas["Draws"]!["maximum"] = options.MaximumDraws;
        if (model.ConditionFields.Width > 0)
        {
            schemas["SampleRequest"]!["required"] = new JsonArray("condition");
            schemas["EncodeRequest"]!["required"] = new JsonArray("condition");
            schemas["LikelihoodRequest"]!["required"] = new JsonArray("condition", "target");
        }

        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    // Of a field of classes it is enough to give the class.
    private static JsonObject Row(Fields fields)
    {
        var columns = new JsonObject();
        foreach (Field field in fields)
        {
            if (field.Classes is { } classes)
                columns[field.Name] = new JsonObject { ["enum"] = new JsonArray([.. classes.Select(Text)]) };
            else
                for (int element = 0; element < field.Width; element++)
                    columns[field.ElementName(element)] = Number();
        }

        return new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = Number(),
                    ["minItems"] = fields.Width,
                    ["maxItems"] = fields.Width,
                },
                new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray([.. columns.Select(column => Text(column.Key))]),
                    ["properties"] = columns,
                }),
        };
    }

    private static JsonNode? Text(string text) => JsonValue.Create(text);

    private static JsonObject Number() => new() { ["type"] = "number" };
}
