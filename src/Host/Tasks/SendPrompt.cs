using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Says something to the agent: at once when it is idle, else into, behind or instead of what it does.</summary>
internal sealed class SendPrompt(Database database, TurnQueue queue, PromptQueue prompts, SteerTurn steer, InterruptTurn interrupt, TimeProvider time)
{
    public async Task<Result<SendPromptResponse>> RunAsync(SendPromptRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TaskChecks.Prompt(errors, request.Prompt);
        TaskChecks.Attachments(errors, request.Attachments);
        if (request.IdempotencyKey is { Length: 0 or > 100 })
        {
            errors.Add(new FieldError("idempotencyKey", "A key has 1 to 100 characters."));
        }

        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        if (request.Delivery == PromptDelivery.Steer)
        {
            var steered = await steer.RunAsync(request, cancellationToken);
            if (!steered.Succeeded(out var isTaken, out var problem))
            {
                return problem;
            }

            if (isTaken)
            {
                return await database.WriteAsync(scope => Steered(scope, request), cancellationToken);
            }
        }

        var result = await database.WriteAsync(scope => Send(scope, request), cancellationToken);
        queue.Signal();
        if (result.Succeeded(out var sent, out _) && sent.QueuedPrompt is not null)
        {
            await MakeWayAsync(request, sent.Task.AgentType);
        }

        return result;
    }

    /// <summary>A program in a terminal never says that it is done: what is sent to it is typed at once, and begins a turn.</summary>
    private async Task MakeWayAsync(SendPromptRequest request, string agentType)
    {
        if (request.Delivery == PromptDelivery.Interrupt)
        {
            await interrupt.RunAsync(request.TaskId);
        }
        else if (AgentKinds.IsTerminal(agentType))
        {
            await interrupt.RunAsync(request.TaskId, yields: true);
        }
    }

    private Result<SendPromptResponse> Steered(WriteScope scope, SendPromptRequest request)
    {
        if (TaskStore.Find(scope, request.TaskId) is not { } task)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        if (request.IdempotencyKey is { } key)
        {
            Remember(scope, task, key);
        }

        return new SendPromptResponse { Disposition = PromptDisposition.Steered, Task = TaskStore.View(scope, task) };
    }

    private Result<SendPromptResponse> Send(WriteScope scope, SendPromptRequest request)
    {
        if (TaskStore.Find(scope, request.TaskId) is not { } task)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        if (task.DeletedAt is not null)
        {
            return TaskProblems.InTrash(task);
        }

        if (task.State is UnitTaskState.Draft or UnitTaskState.Blocked)
        {
            return new Problem(ProblemCode.Conflict, "The task has not been started. Start it, or change its prompt.");
        }

        if (request.IdempotencyKey is { } key && !Remember(scope, task, key))
        {
            return new SendPromptResponse
            {
                Disposition = task.TurnId is null ? PromptDisposition.Started : PromptDisposition.Queued,
                Task = TaskStore.View(scope, task),
            };
        }

        task = StartTask.EndWait(task);
        var sent = task.IsActive || task.State == UnitTaskState.Queued ? Wait(scope, task, request) : Start(scope, task, request);
        if (!sent.Succeeded(out _, out _) && request.IdempotencyKey is { } unsent)
        {
            scope.Execute( // or the same prompt would be taken for one that was sent, when it is sent again
                "DELETE FROM prompt_keys WHERE task_id = @task AND idempotency_key = @key", ("task", task.Id), ("key", unsent));
        }

        return sent;
    }

    private Result<SendPromptResponse> Wait(WriteScope scope, UnitTask task, SendPromptRequest request) =>
        prompts.Add(scope, task, request.Prompt, request.Attachments, request.Delivery == PromptDelivery.Interrupt).Succeeded(out var added, out var full)
            ? new SendPromptResponse
            {
                Disposition = PromptDisposition.Queued,
                Task = TaskStore.View(scope, added.Task),
                QueuedPrompt = added.Prompt,
            }
            : full;

    private Result<SendPromptResponse> Start(WriteScope scope, UnitTask task, SendPromptRequest request) =>
        queue.Enqueue(scope, task, TurnKind.FollowUp, request.Prompt, request.Attachments).Succeeded(out var queued, out var problem)
            ? new SendPromptResponse { Disposition = PromptDisposition.Started, Task = TaskStore.View(scope, queued) }
            : problem;

    /// <summary>False if this key was sent before.</summary>
    private bool Remember(WriteScope scope, UnitTask task, string key) => scope.Execute(
        """
        INSERT INTO prompt_keys (task_id, idempotency_key, created_at) VALUES (@task, @key, @now)
        ON CONFLICT (task_id, idempotency_key) DO NOTHING
        """,
        ("task", task.Id), ("key", key), ("now", time.GetUtcNow().ToUnixTimeMilliseconds())) == 1;
}
