namespace Homeport.Protocol.Link;

/// <summary>What programs that run in a task's worktree learn from their environment.</summary>
public sealed record TaskEnvironment
{
    /// <summary>The repository's own folder.</summary>
    public required string RepositoryPath { get; init; }

    public required string WorktreePath { get; init; }
    public required string Branch { get; init; }
    public required string BaseBranch { get; init; }

    /// <summary>The task's ports by the names of the variables that carry them.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>How they are confined; not at all when left out.</summary>
    public TaskIsolation? Isolation { get; init; }
}
