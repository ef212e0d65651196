namespace Homeport.Protocol.Git;

/// <summary>Takes a snapshot and moves a worktree that Homeport made into the trash. The branch is kept unless asked.</summary>
public sealed record RemoveWorktreeRequest
{
    public required string TaskId { get; init; }
    public required string RepositoryPath { get; init; }
    public required string WorktreePath { get; init; }

    /// <summary>Delete this branch if the snapshot holds all of it; its commits stay reachable by the snapshot.</summary>
    public string? DeleteBranch { get; init; }
}

/// <summary>What is needed to bring it back.</summary>
public sealed record RemoveWorktreeResponse
{
    /// <summary>The name of its folder in the trash; none if the folder was already gone.</summary>
    public string? TrashId { get; init; }

    /// <summary>None if there was nothing to take it of.</summary>
    public int? Snapshot { get; init; }
}
