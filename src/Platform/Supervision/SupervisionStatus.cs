using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>One state in the life of a supervised program, and why it is in it.</summary>
public sealed record SupervisionStatus
{
    /// <summary>Counts the changes from 1.</summary>
    public required long Number { get; init; }

    public required SupervisionState State { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The living process; null where there is none.</summary>
    public int? ProcessId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The port that it said or that answers; null where none is known.</summary>
    public int? Port { get; init; }

    /// <summary>It was already running when we came.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>How the last process ended; null before one has.</summary>
    public ProcessExit? LastExit { get; init; }

    /// <summary>Failures in a row; see <see cref="RestartBackoff.ResetAfter"/>.</summary>
    public int Tries { get; init; }

    /// <summary>How often it was started again by itself, without anybody's wish.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>The last lines it wrote to standard error before it ended without a wish.</summary>
    public IReadOnlyList<string> LastErrors { get; init; } = [];

    public bool IsAlive => State is SupervisionState.Starting or SupervisionState.Running or SupervisionState.Stopping;

    /// <summary>Nothing is under way: it runs, or will not before it is asked.</summary>
    public bool IsSettled => State is SupervisionState.Running or SupervisionState.Stopped or SupervisionState.Failed;
}
