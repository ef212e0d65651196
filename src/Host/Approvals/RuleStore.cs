using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>A rule as it is stored.</summary>
/// <param name="View">What everybody sees.</param>
/// <param name="IsNamed">Whether a person named it; else its name follows its pattern.</param>
internal sealed record StoredRule(PermissionRuleView View, bool IsNamed);

/// <summary>The rows of rules. Each change is told in the log.</summary>
internal static class RuleStore
{
    private const string Columns =
        "id, name, named_by_person, effect, scope, project_id, task_id, agent_type, tool_name, pattern_kind, pattern, created_by, created_at, updated_at, version";

    public static StoredRule? Find(ReadScope scope, string workspaceId, string id) => scope.QuerySingle(
        $"SELECT {Columns} FROM kept_rules WHERE id = @id AND workspace_id = @workspace", Read, ("id", id), ("workspace", workspaceId));

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<PermissionRuleView> List(ReadScope scope, string workspaceId) => scope.Query(
        $"SELECT {Columns} FROM kept_rules WHERE workspace_id = @workspace ORDER BY id DESC", row => Read(row).View, ("workspace", workspaceId));

    /// <summary>Those that may say something to a request of this task.</summary>
    public static IReadOnlyList<PermissionRuleView> Reaching(ReadScope scope, string workspaceId, string? projectId, string? taskId) => scope.Query(
        $"""
        SELECT {Columns} FROM kept_rules
        WHERE workspace_id = @workspace
          AND (scope = 'Everywhere' OR (scope = 'Project' AND project_id = @project) OR (scope = 'Task' AND task_id = @task))
        """,
        row => Read(row).View, ("workspace", workspaceId), ("project", projectId ?? ""), ("task", taskId ?? ""));

    /// <summary>Another one that covers the same.</summary>
    public static StoredRule? Twin(ReadScope scope, string workspaceId, PermissionRuleView rule) => scope.QuerySingle(
        $"""
        SELECT {Columns} FROM kept_rules
        WHERE workspace_id = @workspace AND scope = @scope AND tool_name = @tool AND pattern_kind = @kind AND pattern = @pattern
          AND COALESCE(project_id, '') = @project AND COALESCE(task_id, '') = @task AND COALESCE(agent_type, '') = @agent AND id <> @id
        """,
        Read, ("workspace", workspaceId), ("scope", rule.Scope.ToString()), ("tool", rule.ToolName), ("kind", rule.PatternKind.ToString()),
        ("pattern", rule.Pattern), ("project", rule.RepositoryGroupId ?? ""), ("task", rule.TaskId ?? ""), ("agent", rule.AgentType ?? ""), ("id", rule.Id));

    public static void Add(WriteScope scope, string workspaceId, StoredRule rule)
    {
        scope.Execute(
            $"""
            INSERT INTO kept_rules (workspace_id, {Columns})
            VALUES (@workspace, @id, @name, @named, @effect, @scope, @project, @task, @agent, @tool, @kind, @pattern, @by, @created, @updated, @version)
            """,
            [("workspace", workspaceId), .. Values(rule)]);
        Tell(scope, workspaceId, rule.View);
    }

    public static void Save(WriteScope scope, string workspaceId, StoredRule rule)
    {
        scope.Execute(
            """
            UPDATE kept_rules SET name = @name, named_by_person = @named, effect = @effect, scope = @scope, project_id = @project, task_id = @task,
                agent_type = @agent, tool_name = @tool, pattern_kind = @kind, pattern = @pattern, created_by = @by, created_at = @created,
                updated_at = @updated, version = @version
            WHERE id = @id
            """,
            Values(rule));
        Tell(scope, workspaceId, rule.View);
    }

    public static bool Remove(WriteScope scope, string workspaceId, string id)
    {
        if (scope.Execute("DELETE FROM kept_rules WHERE id = @id AND workspace_id = @workspace", ("id", id), ("workspace", workspaceId)) == 0)
        {
            return false;
        }

        scope.Append(EventKinds.PermissionRuleRemoved, workspaceId, new RemovedPayload(id), ProtocolJson.Default.RemovedPayload);
        return true;
    }

    private static void Tell(WriteScope scope, string workspaceId, PermissionRuleView rule) => scope.Append(
        EventKinds.PermissionRuleChanged, workspaceId, new PermissionRuleChangedPayload(rule), ProtocolJson.Default.PermissionRuleChangedPayload);

    private static (string Name, object? Value)[] Values(StoredRule rule) =>
    [
        ("id", rule.View.Id), ("name", rule.View.Name), ("named", rule.IsNamed ? 1L : 0L), ("effect", rule.View.Effect.ToString()),
        ("scope", rule.View.Scope.ToString()), ("project", rule.View.RepositoryGroupId), ("task", rule.View.TaskId),
        ("agent", rule.View.AgentType), ("tool", rule.View.ToolName), ("kind", rule.View.PatternKind.ToString()), ("pattern", rule.View.Pattern),
        ("by", rule.View.CreatedBy), ("created", rule.View.CreatedAt.ToUnixTimeMilliseconds()),
        ("updated", rule.View.UpdatedAt.ToUnixTimeMilliseconds()), ("version", rule.View.Version),
    ];

    private static StoredRule Read(Row row) => new(
        new()
        {
            Id = row.Text(0),
            Name = row.Text(1),
            Effect = Enum.Parse<RuleEffect>(row.Text(3)),
            Scope = Enum.Parse<RuleScope>(row.Text(4)),
            RepositoryGroupId = row.TextOrNull(5),
            TaskId = row.TextOrNull(6),
            AgentType = row.TextOrNull(7),
            ToolName = row.Text(8),
            PatternKind = Enum.Parse<RulePatternKind>(row.Text(9)),
            Pattern = row.Text(10),
            CreatedBy = row.TextOrNull(11),
            CreatedAt = row.Time(12),
            UpdatedAt = row.Time(13),
            Version = row.Int64(14),
        },
        row.Int64(2) != 0);
}
