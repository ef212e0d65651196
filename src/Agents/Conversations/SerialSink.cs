using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Conversations;

/// <summary>The worker's sink, one call at a time whoever calls, and the payloads that several agents share.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing, and a late call must still find it.")]
internal sealed class SerialSink(IAgentSink sink)
{
    private const int RawBytes = 16 * 1024;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly RunningTools _running = new();

    /// <summary>The tool calls that run, as people call them.</summary>
    public IReadOnlyList<string> Running => _running.Titles;

    public async ValueTask PublishAsync<T>(
        string kind, string? itemId, T payload, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var element = JsonSerializer.SerializeToElement(payload, type);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.PublishAsync(kind, itemId, element, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask ToolCallAsync(string itemId, ToolCallPayload payload, CancellationToken cancellationToken)
    {
        _running.Note(itemId, payload);
        return PublishAsync(EventKinds.ToolCall, itemId, payload, ProtocolJson.Default.ToolCallPayload, cancellationToken);
    }

    public ValueTask NoticeAsync(
        string code, string message, CancellationToken cancellationToken, DateTimeOffset? retryAt = null, string? itemId = null) =>
        PublishAsync(
            EventKinds.Notice, itemId, new NoticePayload { Code = code, Message = message, RetryAt = retryAt },
            ProtocolJson.Default.NoticePayload, cancellationToken);

    public ValueTask ConfigAsync(ConfigPayload payload, CancellationToken cancellationToken) =>
        PublishAsync(EventKinds.Config, null, payload, ProtocolJson.Default.ConfigPayload, cancellationToken);

    /// <summary>A line that is no message.</summary>
    public ValueTask RawAsync(AgentLine line, CancellationToken cancellationToken)
    {
        var cut = line.TooLong || line.Bytes.Length > RawBytes;
        var payload = new RawPayload
        {
            Source = "stdout",
            Text = Encoding.UTF8.GetString(line.Bytes.Span[..Math.Min(line.Bytes.Length, RawBytes)]),
            Truncated = cut ? true : null,
            TotalBytes = cut ? line.TotalBytes : null,
        };
        return PublishAsync(EventKinds.Raw, null, payload, ProtocolJson.Default.RawPayload, cancellationToken);
    }

    /// <summary>A message of a kind that is not known.</summary>
    public ValueTask RawAsync(string source, JsonElement message, CancellationToken cancellationToken)
    {
        var text = message.GetRawText();
        var cut = text.Length > RawBytes;
        var payload = new RawPayload
        {
            Source = source,
            Text = cut ? text[..RawBytes] : text,
            Truncated = cut ? true : null,
            TotalBytes = cut ? Encoding.UTF8.GetByteCount(text) : null,
            Data = cut ? null : JsonWriting.Writable(message),
        };
        return PublishAsync(EventKinds.Raw, null, payload, ProtocolJson.Default.RawPayload, cancellationToken);
    }

    public async ValueTask StreamTextAsync(
        string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.StreamTextAsync(kind, itemId, text, parentItemId, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask ReplaceTextAsync(
        string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.ReplaceTextAsync(kind, itemId, text, parentItemId, done, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.RequestApprovalAsync(approval, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.CancelApprovalAsync(approvalId, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }
}
