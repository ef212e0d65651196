using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Homeport.Rpc;

/// <summary>What a handler answers: a result or an error.</summary>
public sealed class RpcReply
{
    private RpcReply(ReadOnlyMemory<byte> result, RpcError? error) => (Result, Error) = (result, error);

    /// <summary>The result <c>null</c>, and the reply of every notification.</summary>
    public static RpcReply Empty { get; } = new("null"u8.ToArray(), null);

    /// <summary>The result as JSON text; meaningless beside an error.</summary>
    public ReadOnlyMemory<byte> Result { get; }

    public RpcError? Error { get; }

    public static RpcReply From<T>(T result, JsonTypeInfo<T> typeInfo) => new(JsonText.Write(result, typeInfo), null);

    public static RpcReply From(JsonElement result) => new(JsonText.Write(result), null);

    /// <param name="json">One valid JSON text in UTF-8, which must not change afterwards.</param>
    public static RpcReply FromJson(ReadOnlyMemory<byte> json) => new(json, null);

    public static RpcReply Failed(RpcError error) => new(default, error);

    public static RpcReply Failed(int code, string message) => Failed(new RpcError(code, message));

    public static RpcReply MethodNotFound(string method) =>
        Failed(RpcErrorCode.MethodNotFound, $"There is no method '{method}'.");
}
