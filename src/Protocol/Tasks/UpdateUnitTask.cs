namespace Homeport.Protocol.Tasks;

/// <summary>Changes what is given and leaves the rest. With a version, a task that somebody changed since is refused.</summary>
public sealed record UpdateUnitTaskRequest
{
    public required string Id { get; init; }
    public string? Title { get; init; }

    /// <summary>Only while the task is a draft.</summary>
    public string? Prompt { get; init; }

    public string? AgentType { get; init; }
    public IReadOnlyList<string>? AgentCommand { get; init; }
    public string? Model { get; init; }

    /// <summary>Reaches a running agent at once.</summary>
    public PermissionMode? PermissionMode { get; init; }

    /// <summary>Only while no agent works; into or out of the checkout only before the task has begun.</summary>
    public Isolation? Isolation { get; init; }

    public bool? Network { get; init; }
    /// <summary>Options of the agent's session that lives, by its own ids, as its <c>config</c> events tell them; at most 20.</summary>
    public IReadOnlyDictionary<string, string>? AgentOptions { get; init; }

    public string? BaseBranch { get; init; }
    public bool? Pinned { get; init; }
    public string? ConfirmBypass { get; init; }
    public long? Version { get; init; }
}
