using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Homeport.Agents.Conversations;

/// <summary>JSON for people, and JSON lines for agents.</summary>
internal static class JsonWriting
{
    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indented(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            element.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>One line, without its end.</summary>
    public static byte[] Line(JsonNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        return buffer.ToArray();
    }

    /// <summary>
    /// A value that can be written again. One with half a character in it (<c>"\ud800"</c>) cannot; it becomes a string of its own text.
    /// </summary>
    public static JsonElement Writable(JsonElement element)
    {
        var text = element.GetRawText();
        if (!text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return element;
        }

        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            element.WriteTo(writer);
            return element;
        }
        catch (InvalidOperationException)
        {
            return Element(JsonValue.Create(text));
        }
    }

    public static JsonElement Element(JsonNode node) => JsonElement.Parse(Line(node));
}
