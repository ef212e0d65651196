using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Events;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>Makes a new task from a message of another one: its files, its conversation until then, a worktree and a branch of its own.</summary>
internal sealed class ForkTask(Database database, TurnQueue queue, Transcript transcript, TimeProvider time)
{
    private const string Mark = " (fork)";

    public async Task<Result<UnitTaskResponse>> RunAsync(ForkTaskRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TaskChecks.Title(errors, request.Title);
        if (request.Prompt is { } prompt)
        {
            TaskChecks.Prompt(errors, prompt);
        }

        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        var found = await database.ReadAsync(scope => Look(scope, request), cancellationToken);
        if (!found.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        var (task, turn, how) = place;
        var context = how.Means == ConversationMeans.Text ? await transcript.BeforeAsync(task, turn.Number, cancellationToken) : null;
        var result = await database.WriteAsync(scope => Write(scope, request, task, turn, how, context), cancellationToken);
        if (request.Start == true)
        {
            queue.Signal();
        }

        return result;
    }

    /// <summary>The other task may be at work: a turn that began has its snapshot, and what was said before it stands.</summary>
    private static Result<(UnitTask Task, TurnRow Turn, Continuation How)> Look(ReadScope scope, ForkTaskRequest request)
    {
        if (TaskStore.Find(scope, request.TaskId) is not { } task)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        return ConversationChecks.Turn(scope, task, request.TurnId).Succeeded(out var turn, out var problem)
            ? (task, turn, Continuation.Before(scope, turn, task.AgentType))
            : problem;
    }

    private Result<UnitTaskResponse> Write(
        WriteScope scope, ForkTaskRequest request, UnitTask from, TurnRow turn, Continuation how, string? context)
    {
        var now = time.GetUtcNow();
        var origin = new TaskOrigin
        {
            TaskId = from.Id,
            TurnId = turn.Id,
            Turn = turn.Number,
            Title = from.Title,
            Snapshot = turn.SnapshotBefore ?? SnapshotBefore(scope, turn),
        };
        var task = TaskStore.Add(scope, new UnitTask
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = from.WorkspaceId,
            ProjectId = from.ProjectId,
            Title = request.Title?.Trim() ?? TitleOf(from.Title),
            Prompt = request.Prompt ?? turn.Prompt,
            State = UnitTaskState.Draft,
            AgentType = from.AgentType,
            AgentCommand = from.AgentCommand,
            Model = from.Model,
            PermissionMode = from.PermissionMode,
            Isolation = from.Isolation == Isolation.InPlace ? Isolation.Worktree : from.Isolation, // two tasks do not share a checkout
            Network = from.Network,
            BaseBranch = from.BaseBranch,
            Origin = origin,
            Usage = new TokenUsage(),
            CreatedAt = now,
            UpdatedAt = now,
            StateSince = now,
            Version = 1,
        });
        task = TaskStore.Save(scope, task with { SessionId = RewindTask.NewSession(scope, task, how, context, now) }, now);
        scope.Append(
            EventKinds.Forked, task.WorkspaceId, new ForkedPayload { From = origin, Means = how.Means }, ProtocolJson.Default.ForkedPayload, task.Id,
            task.SessionId);
        if (request.Start == true)
        {
            if (!queue.Enqueue(scope, task, TurnKind.Implement, task.Prompt, request.Prompt is null ? turn.Attachments : null).Succeeded(out var queued, out var problem))
            {
                return problem;
            }

            task = queued;
        }

        return new UnitTaskResponse { Task = TaskStore.View(scope, task) };
    }

    /// <summary>Of a turn that still runs nothing is reported: what the one before it left is what it began with.</summary>
    private static int? SnapshotBefore(ReadScope scope, TurnRow turn) =>
        SessionStore.TurnsOfTask(scope, turn.TaskId).LastOrDefault(known => known.Number < turn.Number && known.SnapshotAfter is not null)?.SnapshotAfter;

    private static string TitleOf(string title)
    {
        var bare = title.EndsWith(Mark, StringComparison.Ordinal) ? title[..^Mark.Length] : title;
        return bare.Length + Mark.Length > TaskChecks.LongestTitle ? bare[..(TaskChecks.LongestTitle - Mark.Length)] + Mark : bare + Mark;
    }
}
