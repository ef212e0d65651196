using Homeport.Domain;
using Homeport.Host.Events;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>Goes back to before a message: the files, the conversation, or both. Nothing is thrown away.</summary>
internal sealed class RewindTask(Database database, TaskFiles files, Transcript transcript, StopTask stop, TimeProvider time)
{
    public async Task<Result<RewindTaskResponse>> RunAsync(RewindTaskRequest request, CancellationToken cancellationToken)
    {
        var (wantsFiles, wantsConversation) = (request.Files ?? true, request.Conversation ?? true);
        if (!wantsFiles && !wantsConversation)
        {
            return TaskChecks.Invalid([new FieldError("files", "Choose files, conversation, or both; with neither there is nothing to do.")]);
        }

        var found = await database.ReadAsync(scope => Look(scope, request, wantsFiles), cancellationToken);
        if (!found.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        var (task, turn, how) = place;
        how = wantsConversation ? how : new Continuation(ConversationMeans.Kept);
        var context = how.Means == ConversationMeans.Text ? await transcript.BeforeAsync(task, turn.Number, cancellationToken) : null;
        await stop.StopSessionAsync(task); // its agent would remember, and it may still hold files open
        int? before = null;
        if (wantsFiles)
        {
            if (!(await files.RestoreAsync(task, turn.SnapshotBefore!.Value, cancellationToken)).Succeeded(out var number, out problem))
            {
                return problem;
            }

            before = number;
        }

        // What was begun is carried through: the files are back already.
        var changes = wantsFiles ? await files.MeasureAsync(task, CancellationToken.None) : task.Changes;
        return await database.WriteAsync(scope => Write(scope, task, turn, how, context, before, changes), CancellationToken.None);
    }

    private static Result<(UnitTask Task, TurnRow Turn, Continuation How)> Look(ReadScope scope, RewindTaskRequest request, bool wantsFiles)
    {
        if (!ConversationChecks.Idle(scope, request.TaskId).Succeeded(out var task, out var problem) ||
            !ConversationChecks.Turn(scope, task, request.TurnId).Succeeded(out var turn, out problem))
        {
            return problem;
        }

        if (task.Merge is not null)
        {
            return new Problem(ProblemCode.Conflict, "The task is merged. Undo the merge first, then go back.");
        }

        if (wantsFiles && !task.HasWorktree)
        {
            return TaskProblems.NoWorktree(task);
        }

        return wantsFiles && turn.SnapshotBefore is null
            ? new Problem(ProblemCode.Conflict, "No snapshot was taken before that message, so only the conversation can go back.")
            : (task, turn, Continuation.Before(scope, turn, task.AgentType));
    }

    private Result<RewindTaskResponse> Write(
        WriteScope scope, UnitTask seen, TurnRow turn, Continuation how, string? context, int? before, DiffStat? changes)
    {
        if (!ConversationChecks.Idle(scope, seen.Id).Succeeded(out var task, out var problem))
        {
            return problem; // somebody was quicker; what stood in the worktree is in the snapshot
        }

        var now = time.GetUtcNow();
        var turns = SessionStore.TurnsOfTask(scope, task.Id);
        var isKept = how.Means == ConversationMeans.Kept;
        var rewind = new RewindRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            TaskId = task.Id,
            TurnNumber = turn.Number,
            LastTurnNumber = turns[^1].Number,
            SessionId = isKept ? null : task.SessionId,
            State = task.State,
            SnapshotBefore = before,
            CreatedAt = now,
        };
        RewindStore.Add(scope, rewind);
        if (!isKept)
        {
            RewindStore.MarkTurns(scope, rewind);
            task = task with { SessionId = NewSession(scope, task, how, context, now) };
        }

        scope.Append(
            EventKinds.Rewound, task.WorkspaceId,
            new RewoundPayload
            {
                RewindId = rewind.Id,
                Turn = turn.Number,
                Turns = isKept ? [] : [.. turns.Where(known => known.Number >= turn.Number && known.UndoneBy is null).Select(known => known.Id)],
                Snapshot = before is null ? null : turn.SnapshotBefore,
                Before = before,
                Means = how.Means,
            },
            ProtocolJson.Default.RewoundPayload, task.Id, itemId: rewind.Id);
        var saved = TaskStore.Save(scope, StartTask.EndWait(task) with { Changes = changes, Failure = null, LimitResetsAt = null }, now);
        return new RewindTaskResponse
        {
            Task = TaskStore.View(scope, saved),
            Prompt = turn.Prompt,
            Attachments = turn.Attachments,
            Means = how.Means,
            Snapshot = before,
        };
    }

    /// <summary>The session in which the next turn runs.</summary>
    public static string NewSession(WriteScope scope, UnitTask task, Continuation how, string? context, DateTimeOffset now)
    {
        var session = new AgentSessionRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = task.WorkspaceId,
            TaskId = task.Id,
            AgentType = task.AgentType,
            Model = task.Model,
            NativeSessionId = how.NativeSessionId,
            NativePoint = how.NativePoint,
            Context = context,
            State = SessionState.Starting,
            Usage = new TokenUsage(),
            CreatedAt = now,
        };
        SessionStore.Add(scope, session);
        return session.Id;
    }
}
