using Homeport.Protocol.Reviews;

namespace Homeport.Protocol.Git;

/// <summary>Takes a snapshot of a worktree: everything, untracked files included, without touching index or HEAD.</summary>
public sealed record CreateSnapshotRequest
{
    public required string TaskId { get; init; }
    public required string WorktreePath { get; init; }
    public required string Reason { get; init; }
}

/// <summary>The snapshot; the last one again if nothing changed since.</summary>
public sealed record CreateSnapshotResponse
{
    public required SnapshotView Snapshot { get; init; }
}

/// <summary>Asks for a task's snapshots.</summary>
public sealed record FindSnapshotsRequest
{
    public required string TaskId { get; init; }
    public required string RepositoryPath { get; init; }
}

/// <summary>Puts a worktree's files back to a snapshot, after a snapshot of what stands there.</summary>
public sealed record ApplySnapshotRequest
{
    public required string TaskId { get; init; }
    public required string WorktreePath { get; init; }
    public required int Number { get; init; }
}
