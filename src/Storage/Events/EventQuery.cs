using System.Text;

namespace Homeport.Storage.Events;

/// <summary>The SQL of reading the log.</summary>
internal static class EventQuery
{
    /// <summary>A page ends after so many payload characters, so that large events do not make large pages.</summary>
    private const long MostCharacters = 4 * 1024 * 1024;

    private const string Columns = "sequence, kind, at, task_id, session_id, turn_id, item_id, payload";

    /// <summary>One page of a catch-up, read in one view.</summary>
    /// <param name="Events">Ascending.</param>
    /// <param name="Through">All up to here was read or does not match.</param>
    /// <param name="IsEnd">There was no more in this view.</param>
    /// <param name="Head">The last sequence of the workspace.</param>
    /// <param name="PrunedThrough">Nothing up to here exists any more.</param>
    public sealed record Page(
        IReadOnlyList<StoredEvent> Events, long Through, bool IsEnd, long Head, long PrunedThrough);

    public static Page ReadPage(ReadScope scope, string workspaceId, long afterSequence, int limit, EventFilter filter)
    {
        var (head, pruned) = scope.QuerySingle(
            "SELECT sequence, pruned_through FROM event_counters WHERE workspace_id = @workspace",
            static row => (row.Int64(0), row.Int64(1)), ("workspace", workspaceId));
        if (afterSequence >= head)
        {
            return new Page([], afterSequence, true, head, pruned);
        }

        var (sql, parameters) = Build(workspaceId, filter, " AND sequence > @after", "ASC", afterSequence, limit);
        var events = Read(scope, workspaceId, sql, parameters, out var isCut);
        var isEnd = !isCut && events.Count < limit;
        return new Page(events, isEnd ? head : events[^1].Sequence, isEnd, head, pruned);
    }

    public static IReadOnlyList<StoredEvent> ReadNewest(
        ReadScope scope, string workspaceId, long? beforeSequence, int limit, EventFilter filter)
    {
        var (sql, parameters) = Build(
            workspaceId, filter, " AND sequence < @after", "DESC", beforeSequence ?? long.MaxValue, limit);
        var events = Read(scope, workspaceId, sql, parameters, out _);
        events.Reverse();
        return events;
    }

    private static (string Sql, (string, object?)[] Parameters) Build(
        string workspaceId, EventFilter filter, string range, string order, long bound, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var parameters = new List<(string, object?)> { ("workspace", workspaceId), ("after", bound), ("limit", limit) };

        // One index is the right one at any size: the session's, else the task's, else the workspace's. COALESCE keeps the
        // planners from choosing by the other conditions; without statistics PostgreSQL would sort a million rows for a page.
        var hasOwnIndex = filter.TaskId is not null || filter.SessionId is not null;
        var sql = new StringBuilder("SELECT ").Append(Columns).Append(" FROM session_events WHERE ")
            .Append(hasOwnIndex ? Residual("workspace_id = @workspace") : "workspace_id = @workspace").Append(range);
        if (filter.TaskId is { } task)
        {
            sql.Append(" AND ").Append(filter.SessionId is null ? "task_id = @task" : Residual("task_id = @task"));
            parameters.Add(("task", task));
        }

        if (filter.SessionId is { } session)
        {
            sql.Append(" AND session_id = @session");
            parameters.Add(("session", session));
        }

        if (filter.Kinds is { } kinds)
        {
            var names = kinds.Select((_, index) => FormattableString.Invariant($"kind{index}")).ToList();
            parameters.AddRange(names.Zip(kinds, (name, kind) => (name, (object?)kind)));
            sql.Append(" AND ").Append(kinds.Count == 0 ? "1 = 0" : Residual($"kind IN (@{string.Join(", @", names)})"));
        }

        return (sql.Append(" ORDER BY sequence ").Append(order).Append(" LIMIT @limit").ToString(), [.. parameters]);
    }

    private static string Residual(string condition) => $"COALESCE({condition}, FALSE)";

    private static List<StoredEvent> Read(
        ReadScope scope, string workspaceId, string sql, (string, object?)[] parameters, out bool isCut)
    {
        var events = new List<StoredEvent>();
        var characters = 0L;
        var stopped = false;
        scope.Each(sql, row =>
        {
            var stored = Map(workspaceId, row);
            events.Add(stored);
            characters += stored.Payload.Length;
            return !(stopped = characters >= MostCharacters);
        }, parameters);
        isCut = stopped;
        return events;
    }

    private static StoredEvent Map(string workspaceId, Row row) => new()
    {
        WorkspaceId = workspaceId,
        Sequence = row.Int64(0),
        Kind = row.Text(1),
        At = row.Time(2),
        TaskId = row.TextOrNull(3),
        SessionId = row.TextOrNull(4),
        TurnId = row.TextOrNull(5),
        ItemId = row.TextOrNull(6),
        Payload = row.Text(7),
    };
}
