using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Link;

/// <summary>How a task's programs are to be confined: agent, scripts, commands and terminals alike.</summary>
public sealed record TaskIsolation
{
    public required string TaskId { get; init; }
    public required Isolation Kind { get; init; }

    /// <summary>The task's worktree.</summary>
    public required string WorktreePath { get; init; }

    /// <summary>The branch of the worktree: the one that may be moved.</summary>
    public required string Branch { get; init; }

    /// <summary>False to cut off the network, the model's server included.</summary>
    public required bool Network { get; init; }

    /// <summary>For a container; the usual one when left out.</summary>
    public string? Image { get; init; }
}
