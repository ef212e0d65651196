using System.Text.Json;
using System.Text.Json.Serialization;

namespace Homeport.Protocol;

/// <summary>Writes times as ISO 8601 in UTC with milliseconds: <c>2026-11-20T06:23:35.688Z</c>. Reads every offset.</summary>
public sealed class UtcMilliseconds : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const int Length = 24;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Length];
        value.UtcDateTime.TryFormat(text, out _, Format, System.Globalization.CultureInfo.InvariantCulture);
        writer.WriteStringValue(text);
    }
}
