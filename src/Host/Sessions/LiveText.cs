using System.Collections.Concurrent;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Sessions;

/// <summary>Text that is on its way to watchers and will be in the log a moment later.</summary>
internal sealed class LiveText(Database database)
{
    /// <summary>The workspace of each task that runs, so that a piece of text costs no look-up in the store.</summary>
    private readonly ConcurrentDictionary<string, string> _workspaces = new(StringComparer.Ordinal);

    public void Begin(string taskId, string workspaceId) => _workspaces[taskId] = workspaceId;

    public void End(string taskId) => _workspaces.TryRemove(taskId, out _);

    public void Publish(TextDelta delta)
    {
        if (_workspaces.TryGetValue(delta.TaskId, out var workspaceId))
        {
            database.Events.PublishTransient(new TransientEvent
            {
                WorkspaceId = workspaceId,
                Kind = delta.Kind,
                TaskId = delta.TaskId,
                SessionId = delta.SessionId,
                TurnId = delta.TurnId,
                ItemId = delta.ItemId,
                Payload = JsonSerializer.Serialize(delta, ProtocolJson.Default.TextDelta),
            });
        }
    }
}
