namespace Homeport.Protocol.Reviews;

/// <summary>Asks for a task's snapshots, newest first.</summary>
public sealed record ListSnapshotsRequest
{
    public required string TaskId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>snapshots</c>.</summary>
public sealed record ListSnapshotsResponse
{
    public required IReadOnlyList<SnapshotView> Items { get; init; }
}
