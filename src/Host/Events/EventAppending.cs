using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Events;

/// <summary>Appending typed payloads to the log.</summary>
internal static class EventAppending
{
    public static long Append<T>(
        this WriteScope scope, string kind, string workspaceId, T payload, JsonTypeInfo<T> type,
        string? taskId = null, string? sessionId = null, string? turnId = null, string? itemId = null) =>
        scope.AppendEvent(new EventDraft(workspaceId, kind, JsonSerializer.Serialize(payload, type))
        {
            TaskId = taskId,
            SessionId = sessionId,
            TurnId = turnId,
            ItemId = itemId,
        });
}
