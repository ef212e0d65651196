namespace Homeport.Protocol.Reviews;

/// <summary>A commit that holds everything that stood in a worktree at one moment, untracked files included.</summary>
public sealed record SnapshotView
{
    public required int Number { get; init; }
    public required string Commit { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}
