using Homeport.Domain;
using Homeport.Host.Events;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Sessions;

/// <summary>Shows what sessions wrote.</summary>
internal sealed class LogReading(Database database)
{
    private const int MostInPage = 1000;

    /// <summary>What a timeline shows: everything a session or turn wrote, and nothing that only says that a row changed.</summary>
    private static readonly string[] TimelineKinds =
    [
        EventKinds.SessionStarted, EventKinds.UserMessage, EventKinds.AgentMessage, EventKinds.AgentThought, EventKinds.ToolCall,
        EventKinds.Plan, EventKinds.ApprovalRequested, EventKinds.ApprovalResolved, EventKinds.Usage, EventKinds.Commands,
        EventKinds.Config, EventKinds.Notice, EventKinds.Error, EventKinds.TurnStarted, EventKinds.TurnEnded, EventKinds.SessionEnded,
        EventKinds.Raw, EventKinds.Activity, EventKinds.McpServers, EventKinds.Rewound, EventKinds.RewindUndone, EventKinds.Forked, EventKinds.Imported, EventKinds.HandedOver,
    ];

    public async Task<Result<ListTaskEventsResponse>> ListAsync(ListTaskEventsRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? 200;
        if (limit is < 1 or > MostInPage)
        {
            return TaskChecks.Invalid([new FieldError("limit", $"A page has 1 to {MostInPage} events.")]);
        }

        var (task, head) = await database.ReadAsync(
            scope => (TaskStore.Find(scope, request.TaskId), scope.EventHead(Workspace.Personal)), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        var filter = new EventFilter { TaskId = task.Id, Kinds = TimelineKinds };
        if (request.After is { } after)
        {
            var following = await database.Events.ReadAsync(task.WorkspaceId, after, limit, filter, cancellationToken);
            return new ListTaskEventsResponse { Items = [.. following.Select(EventViews.From)], HasMore = after > 0, Sequence = head };
        }

        var newest = await database.Events.ReadNewestAsync(task.WorkspaceId, filter, request.Before, limit, cancellationToken);
        return new ListTaskEventsResponse
        {
            Items = [.. newest.Select(EventViews.From)],
            HasMore = newest.Count == limit,
            Sequence = head,
        };
    }

    public async Task<Result<GetExecutionLogsResponse>> LogsAsync(GetExecutionLogsRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? 200;
        if (limit is < 1 or > MostInPage)
        {
            return TaskChecks.Invalid([new FieldError("limit", $"A page has 1 to {MostInPage} messages.")]);
        }

        var session = await database.ReadAsync(scope => SessionStore.Find(scope, request.SessionId), cancellationToken);
        if (session is null)
        {
            return new Problem(ProblemCode.NotFound, $"There is no session {request.SessionId}.");
        }

        var events = await database.Events.ReadAsync(
            session.WorkspaceId, request.FromSequence ?? 0, limit,
            new EventFilter { SessionId = session.Id, Kinds = TimelineKinds }, cancellationToken);
        return new GetExecutionLogsResponse
        {
            Logs = [.. events.Select(ExecutionLogs.From).OfType<ExecutionLogView>()],
            NextSequence = events.Count == limit ? events[^1].Sequence : null,
        };
    }
}
