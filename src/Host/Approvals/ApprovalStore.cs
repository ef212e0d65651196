using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>What agents asked, and what was answered.</summary>
internal static class ApprovalStore
{
    private const string Columns = "request, state, decision, decided_at";

    public static ApprovalView? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM approvals WHERE id = @id", Read, ("id", id));

    public static ApprovalView? OldestPending(ReadScope scope, string taskId) => scope.QuerySingle(
        $"SELECT {Columns} FROM approvals WHERE task_id = @task AND state = 'Pending' ORDER BY id LIMIT 1", Read, ("task", taskId));

    public static IReadOnlyList<ApprovalView> Pending(ReadScope scope, string taskId) => scope.Query(
        $"SELECT {Columns} FROM approvals WHERE task_id = @task AND state = 'Pending' ORDER BY id", Read, ("task", taskId));

    /// <summary>Of every task, oldest first.</summary>
    public static IReadOnlyList<ApprovalView> AllPending(ReadScope scope, string workspaceId) => scope.Query(
        $"SELECT {Columns} FROM approvals WHERE workspace_id = @workspace AND state = 'Pending' ORDER BY id", Read, ("workspace", workspaceId));

    public static int CountPending(ReadScope scope, string taskId) => checked((int)scope.QueryScalar(
        "SELECT COUNT(*) FROM approvals WHERE task_id = @task AND state = 'Pending'", ("task", taskId)));

    /// <summary>Oldest first, after a cursor.</summary>
    public static IReadOnlyList<ApprovalView> List(
        ReadScope scope, string workspaceId, string? taskId, ApprovalState? state, string? after, int limit) => scope.Query(
        $"""
        SELECT {Columns} FROM approvals
        WHERE workspace_id = @workspace AND task_id = COALESCE(@task, task_id)
          AND state = COALESCE(@state, state) AND id > @after
        ORDER BY id LIMIT @limit
        """,
        Read, ("workspace", workspaceId), ("task", taskId), ("state", state?.ToString()), ("after", after ?? ""), ("limit", limit));

    public static void Add(WriteScope scope, string workspaceId, string? turnId, ApprovalView approval) => scope.Execute(
        """
        INSERT INTO approvals (id, workspace_id, task_id, session_id, turn_id, state, request, created_at)
        VALUES (@id, @workspace, @task, @session, @turn, 'Pending', @request, @created)
        """,
        ("id", approval.Id), ("workspace", workspaceId), ("task", approval.TaskId), ("session", approval.SessionId), ("turn", turnId),
        ("request", JsonSerializer.Serialize(approval, ProtocolJson.Default.ApprovalView)),
        ("created", approval.CreatedAt.ToUnixTimeMilliseconds()));

    /// <summary>Settles one that is pending; the caller has checked that it is.</summary>
    public static void Settle(WriteScope scope, string id, ApprovalState state, ApprovalDecision decision, DateTimeOffset now) => scope.Execute(
        "UPDATE approvals SET state = @state, decision = @decision, decided_at = @now WHERE id = @id",
        ("id", id), ("state", state.ToString()), ("decision", JsonSerializer.Serialize(decision, ProtocolJson.Default.ApprovalDecision)),
        ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>Answers that have not reached their agent, oldest first.</summary>
    public static IReadOnlyList<ApprovalView> Undelivered(ReadScope scope, string sessionId) => scope.Query(
        $"SELECT {Columns} FROM approvals WHERE session_id = @session AND state = 'Resolved' AND delivered_at IS NULL ORDER BY decided_at, id",
        Read, ("session", sessionId));

    public static void MarkDelivered(WriteScope scope, string id, DateTimeOffset now) => scope.Execute(
        "UPDATE approvals SET delivered_at = @now WHERE id = @id", ("id", id), ("now", now.ToUnixTimeMilliseconds()));

    private static ApprovalView Read(Row row)
    {
        var asked = JsonSerializer.Deserialize(row.Text(0), ProtocolJson.Default.ApprovalView)!;
        var state = Enum.Parse<ApprovalState>(row.Text(1));
        return asked with
        {
            State = state,
            Proposals = state == ApprovalState.Pending ? asked.Proposals : null,
            Decision = row.TextOrNull(2) is { } decision
                ? JsonSerializer.Deserialize(decision, ProtocolJson.Default.ApprovalDecision)
                : null,
            DecidedAt = row.TimeOrNull(3),
        };
    }
}
