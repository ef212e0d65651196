namespace Homeport.Protocol.Reviews;

/// <summary>Makes the worktree's files those of a snapshot, after a snapshot of what stands there now.</summary>
public sealed record RestoreSnapshotRequest
{
    public required string TaskId { get; init; }
    public required int Number { get; init; }
}

/// <summary>The snapshot that was taken first, by which this can be undone.</summary>
public sealed record RestoreSnapshotResponse
{
    public required SnapshotView Before { get; init; }
}
