using System.Text.Json.Nodes;

namespace Homeport.Testing.Models;

/// <summary>Reading requests of clients that differ in what they leave out.</summary>
internal static class JsonText
{
    public static string? Text(this JsonNode? node) => (node as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    public static bool IsTrue(this JsonNode? node) => (node as JsonValue)?.TryGetValue<bool>(out var value) == true && value;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The text of a content member: a string, or blocks of which those with text count.</summary>
    public static string Content(this JsonNode? node) => node switch
    {
        null => "",
        JsonValue => node.Text() ?? node.ToJsonString(),
        JsonArray blocks => string.Join('\n', blocks.Select(block => block is JsonObject item ? item["text"].Text() ?? "" : block.Text() ?? "")),
        _ => node.ToJsonString(),
    };

    /// <summary>Each block of a content member by itself.</summary>
    public static IEnumerable<string> Blocks(this JsonNode? node) => node is JsonArray blocks
        ? blocks.OfType<JsonObject>().Select(block => block["text"].Text()).OfType<string>()
        : node.Content() is { Length: > 0 } text ? [text] : [];

    /// <summary>A text in pieces, as providers stream the input of a tool.</summary>
    public static IEnumerable<string> Pieces(this string text) => text.Chunk(40).Select(piece => new string(piece));
}
