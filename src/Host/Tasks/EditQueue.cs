using Homeport.Domain;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Shows and changes the prompts that wait.</summary>
internal sealed class EditQueue(Database database, PromptQueue prompts)
{
    public Task<Result<ListQueuedPromptsResponse>> ListAsync(ListQueuedPromptsRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListQueuedPromptsResponse>>(
            scope => TaskStore.Find(scope, request.TaskId) is { } task
                ? new ListQueuedPromptsResponse { Items = PromptQueue.List(scope, task.Id) }
                : TaskProblems.NotFound(request.TaskId),
            cancellationToken);

    public async Task<Result<ListQueuedPromptsResponse>> UpdateAsync(UpdateQueuedPromptRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        if (request.Prompt is { } prompt)
        {
            TaskChecks.Prompt(errors, prompt);
        }

        return errors.Count > 0
            ? TaskChecks.Invalid(errors)
            : await ChangeAsync(request.TaskId, (scope, task) => prompts.Update(scope, task, request), cancellationToken);
    }

    public Task<Result<ListQueuedPromptsResponse>> CancelAsync(CancelQueuedPromptRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(request.TaskId, (scope, task) => prompts.Cancel(scope, task, request.Id), cancellationToken);

    private Task<Result<ListQueuedPromptsResponse>> ChangeAsync(
        string taskId, Func<WriteScope, UnitTask, Result<UnitTask>> change, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<ListQueuedPromptsResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, taskId) is not { } task)
                {
                    return TaskProblems.NotFound(taskId);
                }

                return change(scope, task).Succeeded(out _, out var problem)
                    ? new ListQueuedPromptsResponse { Items = PromptQueue.List(scope, taskId) }
                    : problem;
            },
            cancellationToken);
}
