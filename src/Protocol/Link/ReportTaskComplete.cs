using Homeport.Protocol.Events;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Link;

/// <summary>A turn is over. Sent after its last journal entry was acknowledged, and again until it is answered.</summary>
public sealed record ReportTaskCompleteRequest
{
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }
    public required string TurnId { get; init; }
    public required long LeaseToken { get; init; }
    public required bool Success { get; init; }
    public required TurnOutcome Outcome { get; init; }
    public string? StopReason { get; init; }
    public string? Summary { get; init; }
    public int? ExitCode { get; init; }
    public TaskFailure? Failure { get; init; }
    public DateTimeOffset? LimitResetsAt { get; init; }
    public string? NativeSessionId { get; init; }

    /// <summary>The agent's own name of the place in its session where this turn ended, if it can go back there.</summary>
    public string? NativePoint { get; init; }
    public string? HeadCommit { get; init; }

    /// <summary>What the task has changed so far, uncommitted and untracked included.</summary>
    public DiffStat? Changes { get; init; }

    public SnapshotView? SnapshotBefore { get; init; }
    public SnapshotView? SnapshotAfter { get; init; }

    /// <summary>What this turn used.</summary>
    public TokenUsage? Usage { get; init; }
}
