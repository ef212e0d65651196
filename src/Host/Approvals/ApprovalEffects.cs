using System.Text.Json;
using Homeport.Domain.Tasks;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Approvals;

/// <summary>What follows when something an agent asked is settled.</summary>
internal static class ApprovalEffects
{
    /// <summary>Settles the row and tells everybody.</summary>
    public static void Settle(
        WriteScope scope, string workspaceId, ApprovalView approval, ApprovalState state, ApprovalDecision decision, DateTimeOffset now)
    {
        ApprovalStore.Settle(scope, approval.Id, state, decision, now);
        scope.AppendEvent(new EventDraft(
            workspaceId, EventKinds.ApprovalResolved,
            JsonSerializer.Serialize(
                new ApprovalResolvedPayload { ApprovalId = approval.Id, State = state, Decision = decision },
                ProtocolJson.Default.ApprovalResolvedPayload))
        {
            TaskId = approval.TaskId,
            SessionId = approval.SessionId,
            ItemId = approval.Id,
        });
    }

    /// <summary>The task with what is still asked; it runs again when nothing is. The caller saves it.</summary>
    public static UnitTask AfterSettling(ReadScope scope, UnitTask task, DateTimeOffset now)
    {
        var pending = ApprovalStore.CountPending(scope, task.Id);
        var counted = task with { PendingApprovals = pending };
        return pending == 0 && counted is { State: UnitTaskState.Waiting, IsParked: false }
            ? counted.MoveOrThrow(UnitTaskState.Running, now)
            : counted;
    }
}
