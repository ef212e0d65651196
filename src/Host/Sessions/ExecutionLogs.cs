using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Storage.Events;

namespace Homeport.Host.Sessions;

/// <summary>The log as flat messages, for programs that only want the gist. It is made from the events, never stored.</summary>
internal static class ExecutionLogs
{
    /// <summary>Null for an event that has no place among the seven types, such as a piece of text that the whole text will repeat.</summary>
    public static ExecutionLogView? From(StoredEvent stored)
    {
        using var payload = JsonDocument.Parse(stored.Payload);
        return Normalize(stored, payload.RootElement) is { } message
            ? new ExecutionLogView
            {
                TaskId = stored.TaskId ?? "",
                SessionId = stored.SessionId ?? "",
                Sequence = stored.Sequence,
                Message = message,
            }
            : null;
    }

    private static NormalizedMessage? Normalize(StoredEvent stored, JsonElement payload) => stored.Kind switch
    {
        EventKinds.TurnStarted => Message(stored, NormalizedMessageType.Start),
        EventKinds.AgentMessage => Words(stored, payload),
        EventKinds.ToolCall => Tool(stored, payload),
        EventKinds.ApprovalRequested when payload.TryGetProperty("approval", out var approval) =>
            Message(stored, NormalizedMessageType.UserQuestion) with { Text = Property(approval, "title"), Data = approval.GetRawText() },
        EventKinds.TurnEnded => Message(stored, NormalizedMessageType.Complete) with { Success = Property(payload, "outcome") == "completed" },
        EventKinds.Error => Message(stored, NormalizedMessageType.Error) with { Text = Property(payload, "message") },
        _ => null,
    };

    private static NormalizedMessage Message(StoredEvent stored, NormalizedMessageType type) => new() { Type = type, At = stored.At };

    private static NormalizedMessage? Words(StoredEvent stored, JsonElement payload) =>
        (Property(payload, "append") ?? Property(payload, "text")) is { Length: > 0 } text
            ? Message(stored, NormalizedMessageType.Text) with { Text = text }
            : null;

    /// <summary>A call is told when it begins and when it ends, not for each update between.</summary>
    private static NormalizedMessage? Tool(StoredEvent stored, JsonElement payload) => Property(payload, "status") switch
    {
        "completed" or "failed" or "declined" => Message(stored, NormalizedMessageType.ToolResult) with
        {
            ToolCallId = stored.ItemId,
            Success = Property(payload, "status") == "completed",
            Data = payload.TryGetProperty("content", out var content) ? content.GetRawText() : null,
        },
        _ when payload.TryGetProperty("input", out var input) => Message(stored, NormalizedMessageType.ToolUse) with
        {
            ToolCallId = stored.ItemId,
            ToolName = Property(payload, "toolName") ?? Property(payload, "title"),
            Data = input.GetRawText(),
        },
        _ => null,
    };

    private static string? Property(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
