using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Answers that are kept: "always" for a project, an agent, a tool, and exactly this command or path.</summary>
internal sealed class PermissionRules(Database database)
{
    private const string Columns = "id, project_id, agent_type, tool_name, pattern, effect, created_at";

    /// <summary>
    /// Keeps an "always" answer; the others are not kept. Nor is one to a difference: the very same edit does not come again,
    /// and what the agent means by it (all edits of this session) is the agent's to hold.
    /// </summary>
    public static void Keep(WriteScope scope, UnitTask task, ApprovalView approval, ApprovalOptionKind kind, DateTimeOffset now)
    {
        if (approval.ToolName is not { } tool || approval.DetailKind == ApprovalDetailKind.Diff || kind is not (ApprovalOptionKind.AllowAlways or ApprovalOptionKind.RejectAlways))
        {
            return;
        }

        scope.Execute(
            """
            INSERT INTO permission_rules (id, workspace_id, project_id, agent_type, tool_name, pattern, effect, created_at)
            VALUES (@id, @workspace, @project, @agent, @tool, @pattern, @effect, @created)
            ON CONFLICT (project_id, agent_type, tool_name, pattern) DO UPDATE SET effect = excluded.effect
            """,
            ("id", Guid.CreateVersion7(now).ToString()), ("workspace", task.WorkspaceId), ("project", task.ProjectId),
            ("agent", task.AgentType), ("tool", tool), ("pattern", approval.Detail),
            ("effect", (kind == ApprovalOptionKind.AllowAlways ? RuleEffect.Allow : RuleEffect.Deny).ToString()),
            ("created", now.ToUnixTimeMilliseconds()));
    }

    /// <summary>The kept answer to this request, if there is one.</summary>
    public static RuleEffect? Match(ReadScope scope, UnitTask task, ApprovalView approval) =>
        approval is { Kind: ApprovalKind.Permission, ToolName: { } tool } && scope.QuerySingle(
            """
            SELECT effect FROM permission_rules
            WHERE project_id = @project AND agent_type = @agent AND tool_name = @tool AND pattern = @pattern
            """,
            row => row.Text(0), ("project", task.ProjectId), ("agent", task.AgentType), ("tool", tool), ("pattern", approval.Detail))
            is { } effect
                ? Enum.Parse<RuleEffect>(effect)
                : null;

    public Task<Result<ListPermissionRulesResponse>> ListAsync(ListPermissionRulesRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListPermissionRulesResponse>>(
            scope => new ListPermissionRulesResponse
            {
                Items = scope.Query(
                    $"""
                    SELECT {Columns} FROM permission_rules
                    WHERE workspace_id = @workspace AND project_id = COALESCE(@project, project_id) ORDER BY id DESC
                    """,
                    Read, ("workspace", Workspace.Personal), ("project", request.RepositoryGroupId)),
            },
            cancellationToken);

    public Task<Result<NoResponse>> DeleteAsync(DeletePermissionRuleRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<NoResponse>>(
            scope => scope.Execute("DELETE FROM permission_rules WHERE id = @id", ("id", request.Id)) == 1
                ? new NoResponse()
                : new Problem(ProblemCode.NotFound, $"There is no rule {request.Id}."),
            cancellationToken);

    private static PermissionRuleView Read(Row row) => new()
    {
        Id = row.Text(0),
        RepositoryGroupId = row.Text(1),
        AgentType = row.Text(2),
        ToolName = row.Text(3),
        Pattern = row.Text(4),
        Effect = Enum.Parse<RuleEffect>(row.Text(5)),
        CreatedAt = row.Time(6),
    };
}
