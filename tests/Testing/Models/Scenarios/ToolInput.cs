using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>Makes the input of a tool from its own JSON schema and from wishes by property name.</summary>
internal static class ToolInput
{
    /// <summary>The first offered tool, in the order of the names.</summary>
    public static OfferedTool? Find(ModelRequest request, params IEnumerable<string> names) =>
        names.Select(name => request.Tools.FirstOrDefault(tool => tool.Name == name)).FirstOrDefault(tool => tool is not null);

    public static JsonObject Fill(OfferedTool tool, JsonObject wishes) => FillObject(tool.Schema ?? [], wishes);

    private static JsonObject FillObject(JsonObject schema, JsonObject wishes)
    {
        var required = (schema["required"] as JsonArray)?.Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        var filled = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (property is not JsonObject type)
            {
                continue;
            }

            if (wishes.TryGetPropertyValue(name, out var wish) && wish is not null)
            {
                filled[name] = Shape(type, wish);
            }
            else if (IsListOfObjects(type, out var items) && Wanted(items, wishes))
            {
                filled[name] = new JsonArray(FillObject(items, wishes)); // "questions": one of what was wished
            }
            else if (required.Contains(name))
            {
                filled[name] = SchemaSample.Of(type, name);
            }
        }

        return filled;
    }

    private static JsonNode Shape(JsonObject type, JsonNode wish)
    {
        if (wish is not JsonArray list)
        {
            return wish.DeepClone();
        }

        var shaped = new JsonArray();
        foreach (var entry in list.OfType<JsonObject>())
        {
            shaped.Add(IsListOfObjects(type, out var items) ? FillObject(items, entry) : entry["label"]!.DeepClone());
        }

        return shaped;
    }

    private static bool Wanted(JsonObject items, JsonObject wishes) =>
        (items["properties"] as JsonObject ?? []).Any(property => wishes.ContainsKey(property.Key));

    private static bool IsListOfObjects(JsonObject type, out JsonObject items)
    {
        items = type["items"] as JsonObject ?? [];
        return items["properties"] is JsonObject;
    }
}
