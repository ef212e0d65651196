using Homeport.Protocol.Races;

namespace Homeport.Host.Races;

/// <summary>A race as it is stored.</summary>
internal sealed record Race
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }
    public required string ProjectId { get; init; }
    public required string Title { get; init; }
    public required string Prompt { get; init; }
    public required string BaseBranch { get; init; }
    public required string BaseCommit { get; init; }
    public string? VerifyCommand { get; init; }
    public required int VerifyTimeoutSeconds { get; init; }
    public required RaceState State { get; init; }
    public string? WinnerTaskId { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }

    /// <summary>It is decided, and something is still to be done for it.</summary>
    public bool IsEnding => State is RaceState.Keeping or RaceState.CallingOff;
}

/// <summary>A runner of a race as it is stored.</summary>
internal sealed record RaceRunner
{
    public required string RaceId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required string TaskId { get; init; }
    public required RaceProfile Profile { get; init; }
    public string? Problem { get; init; }

    /// <summary>The decision was carried out on it. Who takes it out of the trash afterwards keeps it.</summary>
    public bool IsTrashed { get; init; }

    public RaceVerification? Verification { get; init; }

    /// <summary>What runs or ran the verification; null before it was started.</summary>
    public string? ServiceId { get; init; }
}
