using System.Buffers;
using System.Text.Json;

namespace Homeport.Platform.Supervision;

/// <summary>Finds the word of a program that it is ready, among colours and whatever else stands in the line.</summary>
internal static class ReadyLine
{
    private const byte Escape = 0x1b;
    private const byte Bell = 0x07;
    private const int MostBraces = 16;

    /// <summary>From <c>\x1b[32m[api] BACKEND_PORT: 4711\x1b[0m</c>; the number ends the line or is followed by a space.</summary>
    public static bool TryReadPort(ReadOnlySpan<byte> line, out int port)
    {
        port = 0;
        var text = Plain(line);
        var word = "BACKEND_PORT:"u8;
        for (var at = text.IndexOf(word); at >= 0;)
        {
            var number = text[(at + word.Length)..].TrimStart((byte)' ');
            var length = number.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            length = length < 0 ? number.Length : length;
            var isWordBefore = at > 0 && (char.IsAsciiLetterOrDigit((char)text[at - 1]) || text[at - 1] == '_');
            var isEndAfter = length == number.Length || number[length] is (byte)' ' or (byte)'\t';
            if (!isWordBefore && isEndAfter && TryPort(number[..length], out port))
            {
                return true;
            }

            var next = text[(at + 1)..].IndexOf(word);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    /// <summary>From <c>{"type":"ready","port":4711,"pid":12}</c>; the port may be missing.</summary>
    public static bool TryReadJson(ReadOnlySpan<byte> line, out int? port)
    {
        port = null;
        var text = Plain(line);
        for (var (at, braces) = (text.IndexOf((byte)'{'), 0); at >= 0 && braces < MostBraces; braces++)
        {
            if (TryParse(text[at..], out port))
            {
                return true;
            }

            var next = text[(at + 1)..].IndexOf((byte)'{');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private static bool TryParse(ReadOnlySpan<byte> json, out int? port)
    {
        port = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                return false;
            }

            using (document)
            {
                if (!document.RootElement.TryGetProperty("type"u8, out var type)
                    || type.ValueKind != JsonValueKind.String || !type.ValueEquals("ready"u8))
                {
                    return false;
                }

                if (!document.RootElement.TryGetProperty("port"u8, out var value) || value.ValueKind == JsonValueKind.Null)
                {
                    return true;
                }

                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number is < 1 or > 65535)
                {
                    return false;
                }

                port = number;
                return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryPort(ReadOnlySpan<byte> digits, out int port) =>
        int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port)
        && port is >= 1 and <= 65535;

    /// <summary>Without control sequences (ECMA-48: CSI and OSC) and with control characters as spaces.</summary>
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> line)
    {
        if (!line.ContainsAnyInRange((byte)0, (byte)0x1f))
        {
            return line;
        }

        var plain = new ArrayBufferWriter<byte>(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != Escape)
            {
                plain.Write([line[i] < 0x20 ? (byte)' ' : line[i]]);
                continue;
            }

            i += SequenceLength(line[i..]) - 1;
        }

        return plain.WrittenSpan;
    }

    private static int SequenceLength(ReadOnlySpan<byte> escape)
    {
        if (escape.Length < 2)
        {
            return escape.Length;
        }

        var end = escape[1] switch
        {
            (byte)'[' => escape[2..].IndexOfAnyInRange((byte)0x40, (byte)0x7e),
            (byte)']' => escape[2..].IndexOfAny(Bell, Escape),
            _ => -1,
        };
        var isSequence = escape[1] is (byte)'[' or (byte)']';
        return !isSequence ? 2
            : end < 0 ? escape.Length
            : escape[end + 2] == Escape ? end + 2 // ended by ESC \, which is a sequence of its own
            : end + 3;
    }
}
