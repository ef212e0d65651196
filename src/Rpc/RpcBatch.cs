using System.Buffers;
using System.Text.Json;
using Homeport.Rpc.Messages;

namespace Homeport.Rpc;

/// <summary>
/// What a request body of JSON-RPC 2.0 holds: one message or an array of them, each a request, a notification or the error
/// that the specification prescribes for it. Parsing never throws.
/// </summary>
public sealed class RpcBatch
{
    public const int DefaultMaxEntries = 1000;

    private static readonly RpcWriter Writer = new(withVersion: true);

    private RpcBatch(bool isArray, IReadOnlyList<RpcBatchEntry> entries) => (IsArray, Entries) = (isArray, entries);

    /// <summary>Whether the body was an array, so that the answer is one as well.</summary>
    public bool IsArray { get; }

    public IReadOnlyList<RpcBatchEntry> Entries { get; }

    /// <param name="json">UTF-8, which must not change while the entries are in use.</param>
    /// <param name="maxEntries">A longer array is refused as a whole.</param>
    public static RpcBatch Parse(ReadOnlyMemory<byte> json, int maxEntries = DefaultMaxEntries) => Parse(json, maxEntries, null);

    internal static RpcBatch Parse(ReadOnlyMemory<byte> json, int maxEntries, RpcConnection? connection)
    {
        var whole = RpcMessage.Parse(json, requireVersion: true);
        if (whole.Kind != RpcMessageKind.Batch)
        {
            return new RpcBatch(isArray: false, [ToEntry(whole, connection)]);
        }

        var entries = new List<RpcBatchEntry>();
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (entries.Count == maxEntries)
            {
                return Refused($"A batch may hold {maxEntries} messages at most. Send several.");
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            entries.Add(ToEntry(RpcMessage.Parse(json[start..(int)reader.BytesConsumed], requireVersion: true), connection));
        }

        return entries.Count > 0 ? new RpcBatch(isArray: true, entries) : Refused("A batch must hold at least one message.");
    }

    /// <summary>Handles every entry, side by side, and writes the answer; null when nothing is to be answered.</summary>
    /// <param name="handler">Asked for each request and notification.</param>
    /// <param name="onFailure">Told about an exception that the caller sees as an internal error only.</param>
    /// <param name="cancellationToken">Handed to the handler.</param>
    public async Task<byte[]?> AnswerAsync(
        IRpcHandler handler, Action<RpcRequest, Exception>? onFailure, CancellationToken cancellationToken)
    {
        var replies = await Task.WhenAll(Entries.Select(entry => entry.Request is { } request
            ? RpcDispatch.InvokeAsync(handler, request, onFailure, cancellationToken).AsTask()
            : Task.FromResult(RpcReply.Empty)));
        return Write(replies);
    }

    /// <summary>The response body, or null when there is none (HTTP 204).</summary>
    /// <param name="replies">One for each entry in order; those of notifications and of wrong entries are ignored.</param>
    public byte[]? Write(IReadOnlyList<RpcReply> replies)
    {
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < Entries.Count; i++)
        {
            var entry = Entries[i];
            if (entry.Request is { IsNotification: true })
            {
                continue;
            }

            if (IsArray)
            {
                buffer.Write(buffer.WrittenCount == 0 ? "["u8 : ","u8);
            }

            Writer.Reply(buffer, entry.Id, entry.Error is { } error ? RpcReply.Failed(error) : replies[i]);
        }

        if (buffer.WrittenCount == 0)
        {
            return null;
        }

        if (IsArray)
        {
            buffer.Write("]"u8);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static RpcBatch Refused(string message) =>
        new(isArray: false, [new RpcBatchEntry(RpcId.Null, null, new RpcError(RpcErrorCode.InvalidRequest, message))]);

    private static RpcBatchEntry ToEntry(RpcMessage message, RpcConnection? connection) => message.Kind switch
    {
        RpcMessageKind.Request => new(message.Id, new RpcRequest(message.Method!, message.Id, message.Payload, connection), null),
        RpcMessageKind.Notification => new(RpcId.Null, new RpcRequest(message.Method!, null, message.Payload, connection), null),
        RpcMessageKind.Malformed => new(RpcId.Null, null, new RpcError(RpcErrorCode.ParseError, message.Fault!)),
        RpcMessageKind.Invalid => new(message.Id, null, new RpcError(RpcErrorCode.InvalidRequest, message.Fault!)),
        RpcMessageKind.Batch => new(RpcId.Null, null, new RpcError(RpcErrorCode.InvalidRequest, "A batch cannot hold a batch.")),
        RpcMessageKind.Result or RpcMessageKind.Error => new(
            RpcId.Null, null, new RpcError(RpcErrorCode.InvalidRequest, "A response was sent where a request is expected.")),
    };
}

/// <summary>One message of a body: either <paramref name="Request"/> or <paramref name="Error"/> is set.</summary>
/// <param name="Id">What the answer carries.</param>
/// <param name="Request">A request or notification for the handler.</param>
/// <param name="Error">What it is answered with because it is no message.</param>
public sealed record RpcBatchEntry(RpcId Id, RpcRequest? Request, RpcError? Error);
