using System.Text.Json;
using System.Text.RegularExpressions;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>
/// Validates JSON against the keywords of JSON Schema 2020-12 that the published schemas use; another keyword is
/// refused.
/// </summary>
internal sealed class JsonSchemaCheck(JsonElement root)
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description"];

    public static JsonSchemaCheck OfPublished(string name) =>
        new(JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", name))).RootElement);

    /// <summary>What is wrong, one line for each place; empty for a valid document.</summary>
    public IReadOnlyList<string> Errors(string json)
    {
        var errors = new List<string>();
        Check(root, JsonDocument.Parse(json).RootElement, "$", errors);
        return errors;
    }

    private void Check(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Check(
                        root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]),
                        value,
                        path,
                        errors);
                    break;
                case "type":
                    bool fits = keyword.Value.ValueKind == JsonValueKind.Array
                        ? keyword.Value.EnumerateArray().Any(type => IsOf(value, type.GetString()!))
                        : IsOf(value, keyword.Value.GetString()!);
                    Require(fits, $"{path}: {value.ValueKind} is not of type {keyword.Value}");
                    break;
                case "const":
                    Require(JsonElement.DeepEquals(keyword.Value, value), $"{path}: {value} is not {keyword.Value}");
                    break;
                case "enum":
                    Require(
                        keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)),
                        $"{path}: {value} is not one of {keyword.Value}");
                    break;
                case "anyOf":
                    Require(
                        keyword.Value.EnumerateArray().Any(schema => Fits(schema, value)),
                        $"{path}: fits no alternative: {value}");
                    break;
                case "required":
                    foreach (JsonElement name in keyword.Value.EnumerateArray())
                        Require(
                            value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name.GetString()!, out _),
                            $"{path}: {name} is missing");
                    break;
                case "properties":
                    foreach (JsonProperty property in keyword.Value.EnumerateObject())
                    {
                        if (
                            value.ValueKind == JsonValueKind.Object
                            && value.TryGetProperty(property.Name, out JsonElement member))
                            Check(property.Value, member, $"{path}.{property.Name}", errors);
                    }

                    break;
                case "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.False:
                    foreach (
                        JsonProperty member in value.ValueKind == JsonValueKind.Object
                            ? value.EnumerateObject().ToArray()
                            : [])
                        Require(
                            schema.GetProperty("properties").TryGetProperty(member.Name, out _),
                            $"{path}: {member.Name} is not in the schema");
                    break;
                case "items":
                    int index = 0;
                    foreach (
                        JsonElement item in value.ValueKind == JsonValueKind.Array
                            ? value.EnumerateArray().ToArray()
                            : [])
                        Check(keyword.Value, item, $"{path}[{index++}]", errors);
                    break;
                case "minItems":
                    Require(
                        value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(),
                        $"{path}: too few items");
                    break;
                case "minimum":
                    Require(
                        value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
                        $"{path}: {value} is below {keyword.Value}");
                    break;
                case "pattern":
                    Require(
                        value.ValueKind != JsonValueKind.String
                            || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
                        $"{path}: {value} does not match {keyword.Value}");
                    break;
                default:
                    Require(
                        Annotations.Contains(keyword.Name),
                        $"{path}: this check does not know the keyword {keyword.Name}");
                    break;
            }
        }

        void Require(bool holds, string message)
        {
            if (!holds)
                errors.Add(message);
        }
    }

    private bool Fits(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(schema, value, "$", errors);
        return errors.Count == 0;
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new ArgumentException($"This check does not know the type {type}."),
    };
}
