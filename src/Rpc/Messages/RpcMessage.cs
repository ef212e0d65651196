using System.Text.Json;

namespace Homeport.Rpc.Messages;

internal enum RpcMessageKind
{
    Request,
    Notification,
    Result,
    Error,

    /// <summary>An array; its elements are looked at one by one.</summary>
    Batch,

    /// <summary>JSON, but no message.</summary>
    Invalid,

    /// <summary>No JSON.</summary>
    Malformed,
}

/// <summary>One message taken apart without building a document: its parts are slices of the bytes given.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Of a request or response; null where it could not be read.</param>
/// <param name="Method">Of a request or notification.</param>
/// <param name="Payload">The params (empty when there are none), the result or the error object.</param>
/// <param name="Fault">Why it is invalid or malformed.</param>
internal readonly record struct RpcMessage(
    RpcMessageKind Kind, RpcId Id, string? Method, ReadOnlyMemory<byte> Payload, string? Fault)
{
    public static RpcMessage Parse(ReadOnlyMemory<byte> json, bool requireVersion)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                var kind = reader.TokenType == JsonTokenType.StartArray ? RpcMessageKind.Batch : RpcMessageKind.Invalid;
                reader.Skip();
                reader.Read(); // throws where something follows
                return new RpcMessage(kind, RpcId.Null, null, default, "A message must be an object.");
            }

            var members = Members.Read(ref reader, json);
            reader.Read();
            return members.Judge(requireVersion);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: a string that is no UTF-8
        {
            return new RpcMessage(RpcMessageKind.Malformed, RpcId.Null, null, default, "The text is not valid JSON.");
        }
    }

    /// <summary>The members that mean something to us; a later one of the same name wins.</summary>
    private struct Members
    {
        private bool _hasVersion;
        private bool _hasId;
        private bool _idIsValid;
        private RpcId _id;
        private bool _hasMethod;
        private string? _method;
        private JsonTokenType _paramsType;
        private ReadOnlyMemory<byte> _params;
        private bool _hasResult;
        private ReadOnlyMemory<byte> _result;
        private JsonTokenType _errorType;
        private ReadOnlyMemory<byte> _error;

        public static Members Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
        {
            var members = new Members { _idIsValid = true };
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("jsonrpc"u8))
                {
                    reader.Read();
                    members._hasVersion = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("id"u8))
                {
                    reader.Read();
                    members._hasId = true;
                    members._idIsValid = RpcId.TryRead(ref reader, out members._id);
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("method"u8))
                {
                    reader.Read();
                    members._hasMethod = true;
                    members._method = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("params"u8))
                {
                    members._params = Value(ref reader, json, out members._paramsType);
                }
                else if (reader.ValueTextEquals("result"u8))
                {
                    members._hasResult = true;
                    members._result = Value(ref reader, json, out _);
                }
                else if (reader.ValueTextEquals("error"u8))
                {
                    members._error = Value(ref reader, json, out members._errorType);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return members;
        }

        public readonly RpcMessage Judge(bool requireVersion)
        {
            if (requireVersion && !_hasVersion)
            {
                return Invalid("'jsonrpc' must be \"2.0\".");
            }

            if (!_idIsValid)
            {
                return Invalid("'id' must be a string, a number or null.");
            }

            if (_hasMethod)
            {
                return JudgeRequest();
            }

            if (_errorType == JsonTokenType.StartObject)
            {
                return new RpcMessage(RpcMessageKind.Error, _id, null, _error, null);
            }

            return _hasResult && _hasId
                ? new RpcMessage(RpcMessageKind.Result, _id, null, _result, null)
                : Invalid("A message needs a 'method', or an 'id' with a 'result' or an 'error'.");
        }

        private readonly RpcMessage JudgeRequest()
        {
            if (_method is null)
            {
                return Invalid("'method' must be a string.");
            }

            // An explicit null counts as absent: the specification forbids it, but clients in use send it.
            return _paramsType is JsonTokenType.None or JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray
                ? new RpcMessage(
                    _hasId ? RpcMessageKind.Request : RpcMessageKind.Notification,
                    _id, _method, _paramsType == JsonTokenType.Null ? default : _params, null)
                : Invalid("'params' must be an object or an array.");
        }

        private readonly RpcMessage Invalid(string fault) => new(RpcMessageKind.Invalid, _id, null, default, fault);

        private static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, out JsonTokenType type)
        {
            reader.Read();
            type = reader.TokenType;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return json[start..(int)reader.BytesConsumed];
        }
    }
}
