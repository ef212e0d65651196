using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Homeport.Rpc;

/// <summary>JSON values to and from UTF-8, with one set of writer options.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never put into HTML unescaped
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>A writer onto the buffer, to be given back by <see cref="Return"/> on the same thread.</summary>
    public static Utf8JsonWriter Rent(IBufferWriter<byte> buffer)
    {
        var writer = _writer ?? new Utf8JsonWriter(buffer, Options);
        _writer = null; // a converter may write a message of its own meanwhile
        writer.Reset(buffer);
        return writer;
    }

    public static void Return(Utf8JsonWriter writer)
    {
        writer.Flush();
        _writer = writer;
    }

    public static byte[] Write<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Rent(buffer);
        JsonSerializer.Serialize(writer, value, typeInfo);
        Return(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Write(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Rent(buffer);
        value.WriteTo(writer);
        Return(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An element on memory of its own, so nobody need dispose a document.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonElement ToElement(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }
}
