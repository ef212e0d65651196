namespace Homeport.Host.Usage;

/// <summary>Which turns count.</summary>
/// <param name="WorkspaceId">Their workspace.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="ProjectId">Null: of all projects.</param>
/// <param name="AgentType">Null: of all agents.</param>
internal sealed record UsageFilter(string WorkspaceId, string From, string To, string? ProjectId, string? AgentType)
{
    public const string Condition =
        "workspace_id = @workspace AND day >= @from AND day <= @to AND (@project = '' OR project_id = @project) AND (@agent = '' OR agent_type = @agent)";

    public (string, object?)[] Parameters =>
        [("workspace", WorkspaceId), ("from", From), ("to", To), ("project", ProjectId ?? ""), ("agent", AgentType ?? "")];
}
