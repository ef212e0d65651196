using Homeport.Protocol.Reviews;

namespace Homeport.Protocol.Git;

/// <summary>Asks what differs in a worktree.</summary>
public sealed record GetChangesRequest
{
    public required string TaskId { get; init; }
    public required string WorktreePath { get; init; }
    public required string BaseCommit { get; init; }
    public required DiffScope Scope { get; init; }

    /// <summary>For scope <c>turn</c>: the snapshots to compare.</summary>
    public int? FromSnapshot { get; init; }

    public int? ToSnapshot { get; init; }
}

/// <summary>The changed files in path order.</summary>
public sealed record GetChangesResponse
{
    public required IReadOnlyList<ChangedFileView> Files { get; init; }
    public required string BaseCommit { get; init; }
    public required string HeadCommit { get; init; }
    public required bool HasUncommitted { get; init; }
}
