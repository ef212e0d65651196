using Homeport.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Journal;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Runs;

/// <summary>One turn from its beginning on the disk to its report: setup, snapshots, the conversation, what it changed.</summary>
internal sealed class TurnRunner(LivingAgent agent, SessionSink sink, SessionJournal journal, TurnSnapshots snapshots, SetupSteps setup)
{
    /// <param name="assignment">What the host wants done.</param>
    /// <param name="isStopping">Whether the session is being stopped: what fails because of that has not failed.</param>
    /// <param name="ending">Ends this turn.</param>
    /// <param name="closing">Ends also what follows a turn that was ended.</param>
    public async Task RunAsync(AssignTaskRequest assignment, Func<bool> isStopping, CancellationToken ending, CancellationToken closing)
    {
        sink.Secrets = SecretWords.Of(assignment);
        sink.BeginTurn(assignment.TurnId);
        var notReady = await WriteBeginningAsync(assignment, ending) ?? await setup.RunAsync(assignment, sink, ending);
        var before = snapshots.TakeAsync(assignment, "before turn", closing); // while the agent starts up
        var result = notReady ?? Judge(await ConverseAsync(assignment, before, ending), isStopping());
        var after = await snapshots.TakeAsync(assignment, "after turn", closing);
        var changes = await snapshots.MeasureAsync(assignment, closing);
        await sink.WriteOutAsync();
        await journal.ReportAsync(new ReportTaskCompleteRequest
        {
            TaskId = assignment.TaskId,
            SessionId = assignment.SessionId,
            TurnId = assignment.TurnId,
            LeaseToken = assignment.LeaseToken,
            Success = result.Outcome == TurnOutcome.Completed,
            Outcome = result.Outcome,
            StopReason = result.StopReason,
            Failure = sink.Secrets.Hide(result.Failure),
            LimitResetsAt = result.LimitResetsAt,
            NativeSessionId = result.NativeSessionId ?? agent.NativeSessionId,
            NativePoint = result.NativePoint,
            HeadCommit = changes?.HeadCommit,
            Changes = changes?.Stat,
            SnapshotBefore = await before,
            SnapshotAfter = after,
            Usage = result.Usage,
        });
        sink.BeginTurn(null);
    }

    /// <summary>Before anything is done it is on the disk that the turn begins, so that whatever happens it is never begun twice.</summary>
    /// <returns>Null when it may go on.</returns>
    private async Task<TurnResult?> WriteBeginningAsync(AssignTaskRequest assignment, CancellationToken ending)
    {
        try
        {
            await journal.BeginTurnAsync(assignment.TurnId, assignment.LeaseToken, ending);
            return null;
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or JournalClosedException)
        {
            return new TurnResult { Outcome = TurnOutcome.Interrupted };
        }
    }

    private async Task<TurnResult> ConverseAsync(AssignTaskRequest assignment, Task snapshot, CancellationToken ending)
    {
        try
        {
            var conversation = await agent.OpenAsync(assignment, ending);
            await conversation.ConfigureAsync(assignment.PermissionMode, assignment.Model, ending);
            await snapshot;
            var result = assignment.Kind == TurnKind.Compact
                ? await conversation.CompactAsync(ending)
                : await conversation.RunTurnAsync(
                    new AgentPrompt(assignment.Prompt, assignment.Attachments, PromptFiles.Find(assignment.Prompt, assignment.WorktreePath)), ending);
            return await agent.ExplainAsync(result);
        }
        catch (AgentStartException refused)
        {
            return await agent.ExplainStartAsync(refused);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or JournalClosedException)
        {
            return new TurnResult { Outcome = TurnOutcome.Interrupted };
        }
        catch (IOException)
        {
            return await agent.ExplainLossAsync();
        }
    }

    /// <summary>What fails because it was stopped has not failed.</summary>
    private static TurnResult Judge(TurnResult result, bool isStopping) => isStopping && result.Outcome == TurnOutcome.Failed
        ? result with { Outcome = TurnOutcome.Interrupted, Failure = null }
        : result;
}
