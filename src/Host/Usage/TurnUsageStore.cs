using System.Globalization;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Tasks;
using Homeport.Protocol.Usage;
using Homeport.Storage;

namespace Homeport.Host.Usage;

/// <summary>What each turn used, as rows, and their sums.</summary>
internal static class TurnUsageStore
{
    private const string Sums =
        "COUNT(*), SUM(input_tokens), SUM(output_tokens), SUM(cache_read_tokens), SUM(cache_write_tokens), SUM(cost_usd), " +
        "SUM(CASE WHEN is_estimated = 1 THEN cost_usd ELSE 0 END), " +
        "SUM(CASE WHEN cost_usd IS NULL AND input_tokens + output_tokens > 0 THEN 1 ELSE 0 END)";

    /// <summary>Writes down what the turn used so far. What its report told stays, whatever comes late.</summary>
    public static void Record(
        WriteScope scope, UnitTask task, AgentSessionRow session, string turnId, TokenUsage usage, bool isReported, DateTimeOffset at) => scope.Execute(
        """
        INSERT INTO turn_usage (turn_id, workspace_id, project_id, task_id, session_id, agent_type, model, at, day,
            input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd, is_estimated, is_reported)
        VALUES (@turn, @workspace, @project, @task, @session, @agent, @model, @at, @day, @input, @output, @read, @write,
            CAST(@cost AS DOUBLE PRECISION), @estimated, @reported)
        ON CONFLICT (turn_id) DO UPDATE SET model = excluded.model, input_tokens = excluded.input_tokens,
            output_tokens = excluded.output_tokens, cache_read_tokens = excluded.cache_read_tokens,
            cache_write_tokens = excluded.cache_write_tokens, cost_usd = excluded.cost_usd, is_estimated = excluded.is_estimated,
            is_reported = excluded.is_reported
        WHERE turn_usage.is_reported = 0 OR excluded.is_reported = 1
        """,
        ("turn", turnId), ("workspace", task.WorkspaceId), ("project", task.ProjectId), ("task", task.Id), ("session", session.Id),
        ("agent", session.AgentType), ("model", session.Model), ("at", at.ToUnixTimeMilliseconds()), ("day", DayOf(at)),
        ("input", usage.InputTokens), ("output", usage.OutputTokens), ("read", usage.CacheReadTokens), ("write", usage.CacheWriteTokens),
        ("cost", usage.CostUsd), ("estimated", usage.CostEstimated == true ? 1 : 0), ("reported", isReported ? 1 : 0));

    /// <summary>A day in UTC: <c>yyyy-mm-dd</c>.</summary>
    public static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static UsageSum OfTask(ReadScope scope, string taskId) => scope.QuerySingle(
        $"SELECT {Sums} FROM turn_usage WHERE task_id = @task", row => ReadSum(row, 0), ("task", taskId))!;

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<TurnUsageView> TurnsOfTask(ReadScope scope, string taskId) => scope.Query(
        $"SELECT turn_id, session_id, agent_type, model, at, {Sums} FROM turn_usage WHERE task_id = @task " +
        "GROUP BY turn_id, session_id, agent_type, model, at ORDER BY at, turn_id",
        row => new TurnUsageView
        {
            TurnId = row.Text(0),
            SessionId = row.Text(1),
            AgentType = row.Text(2),
            Model = row.TextOrNull(3),
            At = row.Time(4),
            Usage = ReadSum(row, 5),
        },
        ("task", taskId));

    /// <summary>US dollars that the tasks of a project cost from a day on.</summary>
    public static double SpentByProject(ReadScope scope, string projectId, string from) => scope.QuerySingle(
        "SELECT SUM(cost_usd) FROM turn_usage WHERE project_id = @project AND day >= @from",
        row => new Cost(row.DoubleOrNull(0) ?? 0), ("project", projectId), ("from", from))!.Usd;

    public static UsageSum Total(ReadScope scope, UsageFilter filter) => scope.QuerySingle(
        $"SELECT {Sums} FROM turn_usage WHERE {UsageFilter.Condition}", row => ReadSum(row, 0), filter.Parameters)!;

    /// <summary>Days oldest first, others the most expensive first.</summary>
    public static IReadOnlyList<UsageGroup> Groups(ReadScope scope, UsageFilter filter, UsageGrouping by, int limit)
    {
        var column = by switch
        {
            UsageGrouping.Day => "day",
            UsageGrouping.Agent => "agent_type",
            UsageGrouping.Model => "COALESCE(model, '')",
            UsageGrouping.Project => "project_id",
            UsageGrouping.Task => "task_id",
        };
        var order = by == UsageGrouping.Day ? column : $"COALESCE(SUM(cost_usd), 0) DESC, SUM(output_tokens) DESC, {column}";
        return scope.Query(
            $"SELECT {column}, {Sums} FROM turn_usage WHERE {UsageFilter.Condition} GROUP BY {column} ORDER BY {order} LIMIT @limit",
            row => new UsageGroup { Key = row.Text(0), Usage = ReadSum(row, 1) },
            [.. filter.Parameters, ("limit", limit)]);
    }

    private static UsageSum ReadSum(Row row, int first) => new()
    {
        Turns = row.Int32(first),
        InputTokens = row.Int64OrNull(first + 1) ?? 0,
        OutputTokens = row.Int64OrNull(first + 2) ?? 0,
        CacheReadTokens = row.Int64OrNull(first + 3) ?? 0,
        CacheWriteTokens = row.Int64OrNull(first + 4) ?? 0,
        CostUsd = row.DoubleOrNull(first + 5) ?? 0,
        EstimatedUsd = row.DoubleOrNull(first + 6) ?? 0,
        UnpricedTurns = row.Int32OrNull(first + 7) ?? 0,
    };

    private sealed record Cost(double Usd);
}
