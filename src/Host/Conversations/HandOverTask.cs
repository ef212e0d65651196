using Homeport.Domain;
using Homeport.Host.Events;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>
/// Lets another agent go on with a task. With a summary, the agent that leaves writes it first, in a turn of its own;
/// <see cref="HandOverWatch"/> goes on when that is over.
/// </summary>
internal sealed class HandOverTask(Database database, TurnQueue queue, TaskChecks checks, Transcript transcript, StopTask stop, TimeProvider time)
{
    public const int LongestSummary = 20_000;

    private const string SummaryPrompt =
        "Another agent takes this work over from you. Write a summary for it, of at most 600 words: what was asked, what was decided and why, " +
        "what is done and in which files, what is left to do, and what to beware of. Change no file and run nothing for it; answer with the summary alone.";

    public async Task<Result<UnitTaskResponse>> RunAsync(HandOverTaskRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TaskChecks.Prompt(errors, request.Prompt);
        checks.Agent(errors, request.AgentType, request.AgentCommand);
        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        var found = await database.ReadAsync(scope => ConversationChecks.Idle(scope, request.TaskId), cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (request.Context == HandOverContext.Summary && AgentKinds.IsTerminal(task.AgentType))
        {
            return new Problem(ProblemCode.Conflict, "A program in a terminal writes no summary. Hand over what was said, or only the prompt.");
        }

        if (request.Context == HandOverContext.Summary)
        {
            return await SumUpAsync(request, cancellationToken);
        }

        var context = request.Context == HandOverContext.Conversation ? await transcript.BeforeAsync(task, int.MaxValue, cancellationToken) : null;
        await stop.StopSessionAsync(task);
        var row = new HandOverRow
        {
            TaskId = task.Id,
            TurnId = "",
            AgentType = request.AgentType,
            AgentCommand = request.AgentCommand,
            Model = request.Model,
            Prompt = request.Prompt,
        };
        var result = await database.WriteAsync(scope => Begin(scope, row, request.Context, context), cancellationToken);
        queue.Signal();
        return result;
    }

    /// <summary>The new agent's first turn. It works in the same worktree, in a session of its own.</summary>
    public Result<UnitTaskResponse> Begin(WriteScope scope, HandOverRow row, HandOverContext kind, string? context)
    {
        if (!ConversationChecks.Idle(scope, row.TaskId).Succeeded(out var task, out var problem))
        {
            return problem;
        }

        var now = time.GetUtcNow();
        HandOverStore.Remove(scope, task.Id);
        var taken = StartTask.EndWait(task) with { AgentType = row.AgentType, AgentCommand = row.AgentCommand, Model = row.Model };
        taken = taken with { SessionId = RewindTask.NewSession(scope, taken, new Continuation(ConversationMeans.Text), context, now) };
        scope.Append(
            EventKinds.HandedOver, task.WorkspaceId,
            new HandedOverPayload { From = task.AgentType, To = row.AgentType, Model = row.Model, Context = kind, Characters = context?.Length ?? 0 },
            ProtocolJson.Default.HandedOverPayload, task.Id, taken.SessionId);
        return queue.Enqueue(scope, taken, TurnKind.HandOver, row.Prompt, null).Succeeded(out var queued, out problem)
            ? new UnitTaskResponse { Task = TaskStore.View(scope, queued) }
            : problem;
    }

    private async Task<Result<UnitTaskResponse>> SumUpAsync(HandOverTaskRequest request, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (!ConversationChecks.Idle(scope, request.TaskId).Succeeded(out var task, out var problem) ||
                    !queue.Enqueue(scope, StartTask.EndWait(task), TurnKind.Summary, SummaryPrompt, null).Succeeded(out var queued, out problem))
                {
                    return problem;
                }

                HandOverStore.Put(scope, new HandOverRow
                {
                    TaskId = task.Id,
                    TurnId = queued.TurnId!,
                    AgentType = request.AgentType,
                    AgentCommand = request.AgentCommand,
                    Model = request.Model,
                    Prompt = request.Prompt,
                });
                return new UnitTaskResponse { Task = TaskStore.View(scope, queued) };
            },
            cancellationToken);
        queue.Signal();
        return result;
    }
}
