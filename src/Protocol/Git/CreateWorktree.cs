namespace Homeport.Protocol.Git;

/// <summary>Makes a task's branch and worktree. Asked again for the same task it answers the same.</summary>
public sealed record CreateWorktreeRequest
{
    /// <summary>Begin with the files of another task's snapshot, on the commit on which it was taken.</summary>
    public WorktreeStart? Start { get; init; }

    public required string TaskId { get; init; }
    public required string RepositoryPath { get; init; }

    /// <summary>The folder under <c>worktrees/</c>, made from the project's name.</summary>
    public required string ProjectFolder { get; init; }

    public required string ShortId { get; init; }

    /// <summary>The branch to make; a number is added if it exists.</summary>
    public required string Branch { get; init; }

    public required string BaseBranch { get; init; }

    /// <summary>Begin with exactly this commit, wherever the base branch is by now.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>Make nothing: the task works in the repository's own checkout, on the branch that is there.</summary>
    public bool? InPlace { get; init; }
}

/// <summary>Where the task works.</summary>
public sealed record CreateWorktreeResponse
{
    public required string WorktreePath { get; init; }
    public required string Branch { get; init; }
    public required string BaseCommit { get; init; }
}

/// <summary>A snapshot of another task in the same repository.</summary>
public sealed record WorktreeStart
{
    public required string TaskId { get; init; }
    public required int Snapshot { get; init; }
}
