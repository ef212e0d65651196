namespace Homeport.Protocol.Tasks;

/// <summary>Writes a task down, and starts it if asked to.</summary>
public sealed record CreateUnitTaskRequest
{
    public required string RepositoryGroupId { get; init; }

    /// <summary>What the agent is to do; 1 to 200,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>At most 200 characters; made from the prompt when left out.</summary>
    public string? Title { get; init; }

    /// <summary>The name of the branch to make; made by the project's template when left out.</summary>
    public string? BranchName { get; init; }

    /// <summary>An agent kind; the project's default when left out.</summary>
    public string? AgentType { get; init; }

    /// <summary>For kind <c>acp</c>: the program and its arguments.</summary>
    public IReadOnlyList<string>? AgentCommand { get; init; }

    public string? Model { get; init; }
    public PermissionMode? PermissionMode { get; init; }

    /// <summary>The project's, else <c>worktree</c>, when left out.</summary>
    public Isolation? Isolation { get; init; }

    /// <summary>False for a sandbox or container without network: only an agent whose model is inside can work there.</summary>
    public bool? Network { get; init; }

    /// <summary>The branch to start from; the project's, else the repository's default branch, when left out.</summary>
    public string? BaseBranch { get; init; }

    /// <summary>Start at once instead of leaving it in the backlog.</summary>
    public bool? Start { get; init; }

    /// <summary>Mode <c>bypass</c> outside of a sandbox or container is taken only with the exact text <c>bypass</c> here.</summary>
    public string? ConfirmBypass { get; init; }
}
