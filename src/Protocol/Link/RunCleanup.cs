namespace Homeport.Protocol.Link;

/// <summary>Runs a project's cleanup script in a worktree that is about to go.</summary>
public sealed record RunCleanupRequest
{
    public required string TaskId { get; init; }
    public required TaskEnvironment Environment { get; init; }
    public required string Script { get; init; }
}

/// <summary>How it ended. A script that could not be started says why in its output.</summary>
public sealed record RunCleanupResponse
{
    public required bool Succeeded { get; init; }
    public int? ExitCode { get; init; }

    /// <summary>It was stopped because it took too long.</summary>
    public required bool TimedOut { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>What it wrote, without the middle if it is long.</summary>
    public required string Output { get; init; }
}
