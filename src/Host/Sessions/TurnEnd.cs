using System.Text.Json;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Sessions;

/// <summary>Writes down that a turn is over: its row, its lease, and what the timeline shows.</summary>
internal static class TurnEnd
{
    public static void Write(
        WriteScope scope, UnitTask task, TurnRow turn, TurnOutcome outcome, TaskFailure? failure, string? stopReason, DateTimeOffset now)
    {
        var state = outcome switch
        {
            TurnOutcome.Completed => TurnState.Completed,
            TurnOutcome.Interrupted => TurnState.Interrupted,
            TurnOutcome.Failed => TurnState.Failed,
            TurnOutcome.Limited => TurnState.Limited,
        };
        SessionStore.SaveTurn(scope, turn with { State = state, StopReason = stopReason, EndedAt = now });
        LeaseStore.EndOf(scope, turn.Id, now);
        if (failure is not null)
        {
            Append(EventKinds.Error, JsonSerializer.Serialize(
                new ErrorPayload { Code = failure.Code, Message = failure.Message, Next = failure.Next, Detail = failure.Detail }, ProtocolJson.Default.ErrorPayload));
        }

        Append(EventKinds.TurnEnded, JsonSerializer.Serialize(
            new TurnEndedPayload
            {
                Outcome = outcome,
                StopReason = stopReason,
                Changes = task.Changes,
                Failure = failure,
                DurationSeconds = turn.LeaseToken is null ? null : (now - turn.StartedAt).TotalSeconds,
            },
            ProtocolJson.Default.TurnEndedPayload));

        void Append(string kind, string payload) => scope.AppendEvent(new EventDraft(task.WorkspaceId, kind, payload)
        {
            TaskId = task.Id,
            SessionId = turn.SessionId,
            TurnId = turn.Id,
        });
    }
}
