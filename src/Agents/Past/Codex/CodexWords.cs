using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Past.Codex;

/// <summary>The texts in Codex's record.</summary>
internal static class CodexWords
{
    private const string OutputMark = "\nOutput:\n";

    /// <summary>What a message says: its parts of text.</summary>
    public static string Of(JsonElement? message) => string.Join(
        "\n\n", message.Items("content").Select(part => part.Text("text")).OfType<string>());

    /// <summary>
    /// What the person wrote; null for any other event. A session that is kept in pages has it as an item that is complete, an
    /// older one as a message.
    /// </summary>
    public static string? Asked(JsonElement? message) => message.Text("type") switch
    {
        "user_message" => message.Text("message"),
        "item_completed" when message.Member("item") is { } item && item.Text("type") == "UserMessage" => Of(item),
        _ => null,
    };

    /// <summary>What a tool gave back: text, parts of text, or an object with one of them.</summary>
    public static string Output(JsonElement? output) => output switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => Unwrap(text.AsText()),
        { ValueKind: JsonValueKind.Array } parts => string.Join("\n", parts.EnumerateArray().Select(part => part.Text("text")).OfType<string>()),
        { ValueKind: JsonValueKind.Object } wrapped when (wrapped.Member("content") ?? wrapped.Member("output")) is { } inner => Output(inner),
        { } other => JsonWriting.Indented(other),
    };

    /// <summary>JSON in a string; undefined when it is none.</summary>
    public static JsonElement Parse(string? text)
    {
        try
        {
            return text is null ? default : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>
    /// Without what Codex puts around a command's output for the model: <c>Chunk ID: …</c> to <c>Output:</c>, in an older version
    /// <c>{"output":"…","metadata":{"exit_code":0}}</c>.
    /// </summary>
    private static string Unwrap(string text)
    {
        if (text.StartsWith("{\"output\":", StringComparison.Ordinal) && Parse(text).Text("output") is { } output)
        {
            return output;
        }

        var start = text.IndexOf(OutputMark, StringComparison.Ordinal);
        return start >= 0 && (text.StartsWith("Chunk ID:", StringComparison.Ordinal) || text.StartsWith("Exit code:", StringComparison.Ordinal))
            ? text[(start + OutputMark.Length)..]
            : text;
    }
}
