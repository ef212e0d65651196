using System.Text;
using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Reviews;

/// <summary>Sends draft comments, and words of one's own, to the agent as one message.</summary>
internal sealed class RequestChanges(Database database, TurnQueue turns, PromptQueue prompts, TimeProvider time)
{
    public async Task<Result<UnitTaskResponse>> RunAsync(RequestChangesRequest request, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync(scope => Send(scope, request), cancellationToken);
        turns.Signal();
        return result;
    }

    private Result<UnitTaskResponse> Send(WriteScope scope, RequestChangesRequest request)
    {
        if (TaskStore.Find(scope, request.TaskId) is not { } task)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        if (task.DeletedAt is not null)
        {
            return TaskProblems.InTrash(task);
        }

        var drafts = CommentStore.OfTask(scope, task.Id)
            .Where(comment => comment.State == CommentState.Draft && request.CommentIds?.Contains(comment.Id) != false).ToArray();
        if (request.CommentIds is { } wanted && wanted.Except(drafts.Select(draft => draft.Id)).FirstOrDefault() is { } missing)
        {
            return new Problem(ProblemCode.Conflict, $"Comment {missing} is no draft of this task: it was sent or deleted meanwhile.");
        }

        var message = Write(request.Message, drafts);
        var errors = new List<FieldError>();
        TaskChecks.Prompt(errors, message, "message");
        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        var sent = Queue(scope, StartTask.EndWait(task), message);
        if (!sent.Succeeded(out var queued, out var problem))
        {
            return problem;
        }

        var now = time.GetUtcNow();
        foreach (var draft in drafts)
        {
            CommentStore.Put(scope, queued, draft with { State = CommentState.Sent, SentAt = now, Version = draft.Version + 1 });
        }

        return new UnitTaskResponse { Task = TaskStore.View(scope, queued) };
    }

    private Result<UnitTask> Queue(WriteScope scope, UnitTask task, string message)
    {
        if (!task.IsActive && task.State != UnitTaskState.Queued)
        {
            return turns.Enqueue(scope, task, TurnKind.Changes, message, null);
        }

        return prompts.Add(scope, task, message, null, isUrgent: false).Succeeded(out var added, out var full) ? added.Task : full;
    }

    private static string Write(string? words, ReviewCommentView[] drafts)
    {
        var message = new StringBuilder(words?.Trim());
        if (drafts.Length == 0)
        {
            return message.ToString();
        }

        if (message.Length > 0)
        {
            message.Append("\n\n");
        }

        message.Append("Please address these review comments.");
        foreach (var (index, draft) in drafts.Index())
        {
            var lines = draft.StartLine == draft.EndLine ? $"line {draft.StartLine}" : $"lines {draft.StartLine}–{draft.EndLine}";
            message.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n\n{index + 1}. {draft.Path}, {lines}");
            message.Append(draft.Side == DiffSide.Old ? " (of the old version)" : "").Append(':');
            foreach (var line in draft.Quote?.TrimEnd().Split('\n') ?? [])
            {
                message.Append("\n> ").Append(line);
            }

            message.Append("\n\n").Append(draft.Body.Trim());
        }

        return message.ToString();
    }
}
