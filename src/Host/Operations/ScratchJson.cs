using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Homeport.Host.Operations;

/// <summary>A buffer of each thread, into which a response is serialised before it is copied to where it goes.</summary>
internal static class ScratchJson
{
    private const int Kept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <returns>Valid until the next call on this thread.</returns>
    public static ReadOnlySpan<byte> Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = Clear();
        _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        _writer.Reset(buffer);
        JsonSerializer.Serialize(_writer, value, type);
        _writer.Flush();
        return buffer.WrittenSpan;
    }

    /// <inheritdoc cref="Serialize{T}"/>
    public static ReadOnlySpan<byte> Write(WrittenList list)
    {
        var buffer = Clear();
        list.WriteTo(buffer);
        return buffer.WrittenSpan;
    }

    private static ArrayBufferWriter<byte> Clear()
    {
        if (_buffer is null || _buffer.Capacity > Kept)
        {
            _buffer = new ArrayBufferWriter<byte>(4096);
        }

        _buffer.ResetWrittenCount();
        return _buffer;
    }
}
