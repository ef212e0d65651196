using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Homeport.Rpc.Messages;

/// <summary>Writes whole messages.</summary>
/// <param name="withVersion">Whether to say <c>"jsonrpc":"2.0"</c>; some peers leave it out.</param>
internal sealed class RpcWriter(bool withVersion)
{
    public void Request<T>(IBufferWriter<byte> buffer, RpcId? id, string method, T parameters, JsonTypeInfo<T> typeInfo)
    {
        var writer = Begin(buffer, id, method);
        writer.WritePropertyName("params"u8);
        JsonSerializer.Serialize(writer, parameters, typeInfo);
        End(writer);
    }

    public void Request(IBufferWriter<byte> buffer, RpcId? id, string method, Action<Utf8JsonWriter> writeParameters)
    {
        var writer = Begin(buffer, id, method);
        writer.WritePropertyName("params"u8);
        writeParameters(writer);
        End(writer);
    }

    public void Request(IBufferWriter<byte> buffer, RpcId? id, string method, JsonElement? parameters)
    {
        var writer = Begin(buffer, id, method);
        if (parameters is { } value)
        {
            writer.WritePropertyName("params"u8);
            value.WriteTo(writer);
        }

        End(writer);
    }

    /// <summary>The notification by which a call is taken back: <c>{"id": …}</c>.</summary>
    public void Cancel(IBufferWriter<byte> buffer, string method, string parameter, RpcId call)
    {
        var writer = Begin(buffer, null, method);
        writer.WriteStartObject("params"u8);
        call.Write(writer, parameter);
        writer.WriteEndObject();
        End(writer);
    }

    public void Reply(IBufferWriter<byte> buffer, RpcId id, RpcReply reply)
    {
        var writer = JsonText.Rent(buffer);
        writer.WriteStartObject();
        WriteVersion(writer);
        if (reply.Error is { } error)
        {
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            if (error.Data is { } data)
            {
                writer.WritePropertyName("data"u8);
                data.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("result"u8);
            writer.WriteRawValue(reply.Result.Span, skipInputValidation: true);
        }

        id.Write(writer);
        End(writer);
    }

    private Utf8JsonWriter Begin(IBufferWriter<byte> buffer, RpcId? id, string method)
    {
        var writer = JsonText.Rent(buffer);
        writer.WriteStartObject();
        WriteVersion(writer);
        id?.Write(writer);
        writer.WriteString("method"u8, method);
        return writer;
    }

    private void WriteVersion(Utf8JsonWriter writer)
    {
        if (withVersion)
        {
            writer.WriteString("jsonrpc"u8, "2.0"u8);
        }
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        JsonText.Return(writer);
    }
}
