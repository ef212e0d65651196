using System.Text.Json;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Homeport.Storage.Events;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Conversations;

/// <summary>Goes on with a hand-over once its summary is written, or calls it off when it will not be. What waits is a row, so it outlives the program.</summary>
internal sealed class HandOverWatch(
    Database database, HandOverTask handOver, Transcript transcript, StopTask stop, TurnQueue queue, TimeProvider time, ILogger<HandOverWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), time, logger)
{
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await database.ReadAsync(HandOverStore.All, cancellationToken))
        {
            await LookAtAsync(row, cancellationToken);
        }
    }

    private async Task LookAtAsync(HandOverRow row, CancellationToken cancellationToken)
    {
        var (task, last) = await database.ReadAsync(
            scope => (TaskStore.Find(scope, row.TaskId), SessionStore.LastTurn(scope, row.TaskId)), cancellationToken);
        if (task is null || last is { Kind: TurnKind.Summary, State: TurnState.Queued or TurnState.Running } || task.IsParked)
        {
            return; // it is being written, or tried again soon
        }

        var summary = last is { Kind: TurnKind.Summary, State: TurnState.Completed } ? await transcript.OfTurnAsync(task, last.Id, cancellationToken) : "";
        if (summary.Length == 0 || task.State == UnitTaskState.Queued || task.IsActive)
        {
            await database.WriteAsync(scope => CallOff(scope, row, task), cancellationToken);
            return;
        }

        await stop.StopSessionAsync(task);
        var context = $"""
            Another agent worked on this before you and wrote this summary for you; the working tree holds what it did.

            <summary>
            {(summary.Length > HandOverTask.LongestSummary ? summary[..HandOverTask.LongestSummary] : summary)}
            </summary>
            """;
        await database.WriteAsync(scope => handOver.Begin(scope, row, HandOverContext.Summary, context), cancellationToken);
        queue.Signal();
    }

    private static void CallOff(WriteScope scope, HandOverRow row, UnitTask task)
    {
        if (HandOverStore.Find(scope, row.TaskId)?.TurnId != row.TurnId)
        {
            return; // another one was asked for meanwhile
        }

        HandOverStore.Remove(scope, row.TaskId);
        scope.AppendEvent(new EventDraft(
            task.WorkspaceId, EventKinds.Notice,
            JsonSerializer.Serialize(
                new NoticePayload { Code = "hand_over_off", Message = "It was not handed over: the summary for the other agent was not written." },
                ProtocolJson.Default.NoticePayload))
        {
            TaskId = task.Id,
            SessionId = task.SessionId,
        });
    }
}
