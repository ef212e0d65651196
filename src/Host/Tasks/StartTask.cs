using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Gives a task its first turn, or another one.</summary>
internal sealed class StartTask(Database database, TurnQueue queue)
{
    private const string GoOn = "You were stopped in the middle of this work. Look at what is already done in the working tree and go on from there.";

    public async Task<Result<StartTaskExecutionResponse>> StartAsync(
        StartTaskExecutionRequest request, CancellationToken cancellationToken)
    {
        var started = await EnqueueAsync(request.TaskId, static task => Next(task), cancellationToken);
        return started.Succeeded(out var task, out var problem)
            ? new StartTaskExecutionResponse { Started = true, SessionId = task.Task.SessionId!, Task = task.Task }
            : problem;
    }

    public Task<Result<UnitTaskResponse>> RetryAsync(RetryTaskRequest request, CancellationToken cancellationToken) =>
        EnqueueAsync(
            request.TaskId,
            task => request.SkipSetup == true ? task with { Setup = SetupState.Skipped } : task,
            (scope, task) => Unheard(scope, task) is { } turn && request.Prompt is null
                ? new Asked(turn.Kind, turn.Prompt, turn.Attachments)
                : new Asked(TurnKind.Retry, request.Prompt ?? task.Prompt),
            cancellationToken);

    public Task<Result<UnitTaskResponse>> ResumeAsync(ResumeTaskRequest request, CancellationToken cancellationToken) =>
        EnqueueAsync(
            request.TaskId,
            task => (TurnKind.Resume, request.Prompt ?? Continued(task)),
            cancellationToken);

    /// <summary>What "start" means from where the task is.</summary>
    internal static (TurnKind Kind, string Prompt) Next(UnitTask task) => task.State switch
    {
        UnitTaskState.Draft or UnitTaskState.Blocked => (TurnKind.Implement, task.Prompt),
        UnitTaskState.Interrupted or UnitTaskState.Waiting => (TurnKind.Resume, Continued(task)),
        _ => (TurnKind.Retry, task.Prompt),
    };

    /// <summary>An agent that was stopped before it began, while its worktree was set up, has heard nothing of its task yet.</summary>
    internal static string Continued(UnitTask task) => task.Setup is SetupState.Due or SetupState.Failed ? task.Prompt : GoOn;

    /// <summary>Rather than words that somebody wrote for this turn, which must not be lost.</summary>
    internal static bool SaysWhatHomeportSays(UnitTask task, string prompt) => prompt == task.Prompt || prompt == GoOn;

    /// <summary>Queues a turn. A task that waits for the clock leaves its wait first.</summary>
    public Task<Result<UnitTaskResponse>> EnqueueAsync(
        string taskId, Func<UnitTask, (TurnKind Kind, string Prompt)> choose, CancellationToken cancellationToken) =>
        EnqueueAsync(
            taskId, static task => task,
            (_, task) =>
            {
                var (kind, prompt) = choose(task);
                return new Asked(kind, prompt);
            },
            cancellationToken);

    private async Task<Result<UnitTaskResponse>> EnqueueAsync(
        string taskId, Func<UnitTask, UnitTask> prepare, Func<ReadScope, UnitTask, Asked> choose, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, taskId) is not { } task)
                {
                    return TaskProblems.NotFound(taskId);
                }

                if (task.DeletedAt is not null)
                {
                    return TaskProblems.InTrash(task);
                }

                var (kind, prompt, attachments) = choose(scope, task);
                var errors = new List<FieldError>();
                TaskChecks.Prompt(errors, prompt);
                if (errors.Count > 0)
                {
                    return TaskChecks.Invalid(errors);
                }

                return queue.Enqueue(scope, EndWait(prepare(task)), kind, prompt, attachments).Succeeded(out var queued, out var problem)
                    ? new UnitTaskResponse { Task = TaskStore.View(scope, queued) }
                    : problem;
            },
            cancellationToken);
        queue.Signal();
        return result;
    }

    /// <summary>The last turn, if no agent ever heard of it: nothing could be prepared for it.</summary>
    private static TurnRow? Unheard(ReadScope scope, UnitTask task) =>
        SessionStore.LastTurn(scope, task.Id) is { State: TurnState.Failed, LeaseToken: null } turn ? turn : null;

    /// <summary>A parked task has nothing that runs: it is as good as interrupted.</summary>
    internal static UnitTask EndWait(UnitTask task) => task.IsParked
        ? task.MoveOrThrow(UnitTaskState.Interrupted, task.StateSince) with { ResumeAt = null }
        : task;

    /// <summary>What is to be said to the agent.</summary>
    private sealed record Asked(TurnKind Kind, string Prompt, IReadOnlyList<PromptAttachment>? Attachments = null);
}
