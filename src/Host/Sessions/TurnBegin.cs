using System.Text.Json;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Sessions;

/// <summary>Writes down what the timeline shows of a turn that begins: that it does, and what the person said.</summary>
internal static class TurnBegin
{
    public static void Write(WriteScope scope, UnitTask task, TurnRow turn)
    {
        Append(EventKinds.TurnStarted, null, JsonSerializer.Serialize(
            new TurnStartedPayload { Kind = turn.Kind, Number = turn.Number }, ProtocolJson.Default.TurnStartedPayload));
        Append(EventKinds.UserMessage, turn.Id, JsonSerializer.Serialize(
            new UserMessagePayload { Text = turn.Prompt, Attachments = turn.Attachments, TurnKind = turn.Kind },
            ProtocolJson.Default.UserMessagePayload));

        void Append(string kind, string? itemId, string payload) => scope.AppendEvent(new EventDraft(task.WorkspaceId, kind, payload)
        {
            TaskId = task.Id,
            SessionId = turn.SessionId,
            TurnId = turn.Id,
            ItemId = itemId,
        });
    }
}
