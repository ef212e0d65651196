namespace Homeport.Protocol.Git;

/// <summary>Commits everything that stands in a worktree, with the repository's own identity and hooks.</summary>
public sealed record CommitWorktreeRequest
{
    public required string WorktreePath { get; init; }
    public required string Message { get; init; }
}

/// <summary>The commit; none if there was nothing to commit.</summary>
public sealed record CommitWorktreeResponse
{
    public string? Commit { get; init; }
    public required string HeadCommit { get; init; }
}
