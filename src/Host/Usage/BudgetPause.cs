using System.Text.Json;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Usage;

/// <summary>Where a task goes whose turn was interrupted.</summary>
internal static class BudgetPause
{
    /// <summary>Interrupted; or waiting for money when there is none left, which the timeline tells.</summary>
    public static UnitTask Interrupt(WriteScope scope, UnitTask task, TurnRow turn, DateTimeOffset now)
    {
        if (BudgetStore.UsedUp(scope, task, now) is not { } usedUp)
        {
            return task.MoveOrThrow(UnitTaskState.Interrupted, now);
        }

        scope.AppendEvent(new EventDraft(
            task.WorkspaceId, EventKinds.Notice,
            JsonSerializer.Serialize(new NoticePayload { Code = "budget_used_up", Message = usedUp }, ProtocolJson.Default.NoticePayload))
        {
            TaskId = task.Id,
            SessionId = turn.SessionId,
            TurnId = turn.Id,
        });

        // From waiting there is no way to waiting for something else; a task that asked something was running before.
        var running = task.State == UnitTaskState.Waiting ? task.MoveOrThrow(UnitTaskState.Running, now) : task;
        return running.MoveOrThrow(UnitTaskState.Waiting, now, WaitReason.Budget);
    }
}
