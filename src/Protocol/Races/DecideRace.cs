using System.Text.Json.Serialization;

namespace Homeport.Protocol.Races;

/// <summary>Keeps one runner as an ordinary task; the others are stopped and go to the trash. The first choice counts.</summary>
public sealed record KeepRunnerRequest
{
    public required string Id { get; init; }

    /// <summary>The runner's task.</summary>
    public required string TaskId { get; init; }
}

/// <summary>Ends a race without a winner.</summary>
public sealed record CallOffRaceRequest
{
    public required string Id { get; init; }

    /// <summary>What becomes of the tasks.</summary>
    public required RaceRemains Tasks { get; init; }
}

/// <summary>What becomes of the tasks of a race that is called off.</summary>
[JsonConverter(typeof(SnakeCase<RaceRemains>))]
public enum RaceRemains
{
    /// <summary>They are stopped and go to the trash.</summary>
    Trash,

    /// <summary>They go on as ordinary tasks.</summary>
    Untie,
}

/// <summary>Runs the verify command again, in the worktrees of those that are at rest.</summary>
public sealed record VerifyRaceRequest
{
    public required string Id { get; init; }

    /// <summary>Only this runner's; all when left out.</summary>
    public string? TaskId { get; init; }

    /// <summary>From now on verify with this; what was verified with another is stale then.</summary>
    public string? Command { get; init; }

    /// <summary>10 to 3,600.</summary>
    public int? TimeoutSeconds { get; init; }
}

/// <summary>Stops verifications that run or wait.</summary>
public sealed record StopVerificationRequest
{
    public required string Id { get; init; }

    /// <summary>Only this runner's; all when left out.</summary>
    public string? TaskId { get; init; }
}
