using System.Text.Json.Serialization;

namespace Homeport.Protocol.Races;

/// <summary>What the verify command said of a runner's worktree.</summary>
public sealed record RaceVerification
{
    public required VerificationState State { get; init; }
    public required string Command { get; init; }

    /// <summary>The turn after which it ran.</summary>
    public string? TurnId { get; init; }

    /// <summary>The snapshot of exactly the tree on which it ran.</summary>
    public int? Snapshot { get; init; }

    /// <summary>The runner went on, or another command counts now: this says nothing about what stands there.</summary>
    public bool? Stale { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public double? Seconds { get; init; }
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? ExitSignal { get; init; }

    /// <summary>Where the output tells it in a form that is well known.</summary>
    public VerificationCounts? Counts { get; init; }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>Why there is no result.</summary>
    public string? Reason { get; init; }
}

/// <summary>Tests, as the program that ran them counted.</summary>
public sealed record VerificationCounts(int Passed, int Failed, int Skipped);

/// <summary>Where a verification is.</summary>
[JsonConverter(typeof(SnakeCase<VerificationState>))]
public enum VerificationState
{
    /// <summary>It runs as soon as others are through.</summary>
    Waiting,

    Running,

    /// <summary>Exit code 0.</summary>
    Passed,

    /// <summary>Another exit code, or a signal.</summary>
    Failed,

    TimedOut,

    /// <summary>A person stopped it, or its worker or worktree went away.</summary>
    Stopped,

    /// <summary>It could not be run.</summary>
    Refused,
}
