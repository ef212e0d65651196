using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Approvals;
using Homeport.Host.Operations;
using Homeport.Host.Sessions;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Shows tasks.</summary>
internal sealed class TaskReading(Database database, TaskViews views)
{
    private const int MostInPage = 200;

    public Task<Result<GetUnitTaskResponse>> GetAsync(GetUnitTaskRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<GetUnitTaskResponse>>(
            scope => TaskStore.Find(scope, request.Id) is { } task
                ? new GetUnitTaskResponse
                {
                    Task = TaskStore.View(scope, task),
                    Sessions = [.. SessionStore.OfTask(scope, task.Id).Select(session => SessionStore.View(scope, session))],
                    PendingApprovals = ApprovalStore.Pending(scope, task.Id),
                    QueuedPrompts = PromptQueue.List(scope, task.Id),
                }
                : TaskProblems.NotFound(request.Id),
            cancellationToken);

    public async Task<Result<WrittenList>> ListAsync(ListUnitTasksRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        var states = States(request.Status, errors);
        var limit = request.Limit ?? 50;
        if (limit is < 1 or > MostInPage)
        {
            errors.Add(new FieldError("limit", $"A page has 1 to {MostInPage} tasks."));
        }

        if (request.Cursor is { } cursor && !Guid.TryParse(cursor, out _))
        {
            errors.Add(new FieldError("cursor", "This is not a cursor. Send the nextCursor of the page before, or none."));
        }

        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        var filter = new TaskFilter
        {
            WorkspaceId = Workspace.Personal,
            ProjectId = request.RepositoryGroupId,
            States = states,
            AgentType = request.AgentType,
            Words = request.Query?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            Archived = request.Archived == true,
            Deleted = request.Deleted == true,
            Before = request.Cursor,
            Limit = limit + 1,
        };
        return await database.ReadAsync(
            scope =>
            {
                var found = TaskStore.List(scope, filter);
                var items = found.Take(limit).Select(task => views.Get(scope, task.Id, task.Version)).ToArray();
                return new WrittenList(items, found.Count > limit ? found[limit - 1].Id : null);
            },
            cancellationToken);
    }

    private static List<UnitTaskState> States(string? words, List<FieldError> errors)
    {
        var states = new List<UnitTaskState>();
        foreach (var word in words?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (TaskWords.TryState(word, out var state))
            {
                states.Add(state);
            }
            else
            {
                errors.Add(new FieldError(
                    "status", $"'{word}' is no state. States are {string.Join(", ", Enum.GetValues<UnitTaskState>().Select(TaskWords.Of))}."));
            }
        }

        return states;
    }
}
