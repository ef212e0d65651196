using System.Text.Json.Nodes;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>The smallest value that fits a JSON schema.</summary>
internal static class SchemaSample
{
    public static JsonNode Of(JsonObject schema, string name)
    {
        var chosen = Branch(schema);
        if (chosen["const"] is { } constant)
        {
            return constant.DeepClone();
        }

        if (chosen["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[0]!.DeepClone();
        }

        return TypeOf(chosen) switch
        {
            "object" => ObjectOf(chosen),
            "array" => chosen["minItems"] is not null && chosen["items"] is JsonObject items ? new JsonArray(Of(items, name)) : new JsonArray(),
            "boolean" => false,
            "integer" or "number" => chosen["minimum"]?.DeepClone() ?? 1,
            _ => $"fake {name}",
        };
    }

    /// <summary>Gemini writes types in capitals; a list of types counts by its first.</summary>
    private static string TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray { Count: > 0 } types => types[0]!.GetValue<string>().ToLowerInvariant(),
        JsonValue type => type.GetValue<string>().ToLowerInvariant(),
        _ => schema["properties"] is null ? "string" : "object",
    };

    private static JsonObject Branch(JsonObject schema) =>
        ((schema["anyOf"] ?? schema["oneOf"]) as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(branch => TypeOf(branch) != "null") ?? schema;

    private static JsonObject ObjectOf(JsonObject schema)
    {
        var required = (schema["required"] as JsonArray)?.Select(name => name!.GetValue<string>()).ToHashSet();
        var value = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (property is JsonObject type && required?.Contains(name) != false)
            {
                value[name] = Of(type, name);
            }
        }

        return value;
    }
}
