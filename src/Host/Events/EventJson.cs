using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Homeport.Storage.Events;

namespace Homeport.Host.Events;

/// <summary>A stored event as <see cref="Protocol.Events.EventView"/>, written without parsing its payload again.</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true };

    public static byte[] Write(StoredEvent stored)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + stored.Payload.Length);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence"u8, stored.Sequence);
            writer.WriteString("kind"u8, stored.Kind);
            writer.WriteString("at"u8, stored.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            WriteOptional(writer, "taskId"u8, stored.TaskId);
            WriteOptional(writer, "sessionId"u8, stored.SessionId);
            WriteOptional(writer, "turnId"u8, stored.TurnId);
            WriteOptional(writer, "itemId"u8, stored.ItemId);
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(stored.Payload, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
