using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Homeport.Rpc;

/// <summary>A request or notification from the peer. It owns its bytes and may be kept.</summary>
public sealed class RpcRequest
{
    internal RpcRequest(string method, RpcId? id, ReadOnlyMemory<byte> parameters, RpcConnection? connection) =>
        (Method, Id, Params, Connection) = (method, id, parameters, connection);

    public string Method { get; }

    /// <summary>Null for a notification.</summary>
    public RpcId? Id { get; }

    public bool IsNotification => Id is null;

    /// <summary>The <c>params</c> as JSON text (an object or array); empty when there are none.</summary>
    public ReadOnlyMemory<byte> Params { get; }

    /// <summary>Where it came from, to push notifications back; null when it came in a batch over HTTP.</summary>
    public RpcConnection? Connection { get; }

    /// <summary>The <c>params</c> as a value that needs no disposing; null when there are none.</summary>
    public JsonElement? ReadParams() => Params.IsEmpty ? null : JsonText.ToElement(Params.Span);

    /// <summary>The <c>params</c> as a record; none count as an empty object.</summary>
    /// <exception cref="RpcException">Invalid params: they do not have that shape.</exception>
    public T ReadParams<T>(JsonTypeInfo<T> typeInfo)
        where T : notnull
    {
        try
        {
            return JsonSerializer.Deserialize(Params.IsEmpty ? "{}"u8 : Params.Span, typeInfo)
                ?? throw new RpcException(RpcErrorCode.InvalidParams, $"The parameters of '{Method}' are null. Send an object.");
        }
        catch (JsonException e)
        {
            throw new RpcException(RpcErrorCode.InvalidParams,
                $"The parameters of '{Method}' do not have the expected shape (at {e.Path ?? "$"}). Compare them with the operation's description.");
        }
    }
}
