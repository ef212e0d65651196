using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Homeport.Rpc;

/// <summary>The id of a request: a number, a string or null, given back exactly as it came.</summary>
public readonly record struct RpcId
{
    private readonly long _number;
    private readonly string? _text;
    private readonly Form _form;

    private RpcId(Form form, long number, string? text) => (_form, _number, _text) = (form, number, text);

    private enum Form : byte
    {
        Null,
        Number,
        Text,
        OtherNumber, // a fraction or beyond 64 bits, kept as written
    }

    /// <summary>What an error carries when the id of its request could not be read.</summary>
    public static RpcId Null => default;

    public static implicit operator RpcId(long number) => new(Form.Number, number, null);

    public static implicit operator RpcId(string text) => new(Form.Text, 0, text);

    public bool IsNull => _form == Form.Null;

    internal long? Number => _form == Form.Number ? _number : null;

    /// <summary>As it would stand in JSON, without the quotes of a string.</summary>
    public override string ToString() => _form switch
    {
        Form.Null => "null",
        Form.Number => _number.ToString(CultureInfo.InvariantCulture),
        _ => _text!,
    };

    internal static bool TryRead(ref Utf8JsonReader reader, out RpcId id)
    {
        id = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
            JsonTokenType.Number => new RpcId(Form.OtherNumber, 0, Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan)),
            _ => Null,
        };
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null;
    }

    internal void Write(Utf8JsonWriter writer, string name = "id")
    {
        switch (_form)
        {
            case Form.Null: writer.WriteNull(name); break;
            case Form.Number: writer.WriteNumber(name, _number); break;
            case Form.Text: writer.WriteString(name, _text); break;
            case Form.OtherNumber:
                writer.WritePropertyName(name);
                writer.WriteRawValue(_text!, skipInputValidation: true);
                break;
        }
    }
}
