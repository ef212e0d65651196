using Homeport.Protocol.Services;

namespace Homeport.Protocol.Commands;

/// <summary>A startup command of a task's project and what runs of it for the task.</summary>
public sealed record TaskCommandView
{
    public required string TaskId { get; init; }

    /// <summary>The id of the command.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }
    public required string Command { get; init; }

    /// <summary><c>stopped</c> before it was ever started.</summary>
    public required ServiceState State { get; init; }

    /// <summary>A sentence about the state; left out before it was ever started.</summary>
    public string? Reason { get; init; }

    /// <summary>Of the living process.</summary>
    public int? ProcessId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Of its last end, where it had one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? ExitSignal { get; init; }

    /// <summary>How often it was started again by itself.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Those that the task leased for it, in the order of their names' definition, then others at which it listens.</summary>
    public required IReadOnlyList<CommandPort> Ports { get; init; }

    /// <summary>It runs, but the project has it no more.</summary>
    public bool? Removed { get; init; }

    /// <summary>The project's command was changed after this one was started: a restart takes the new one.</summary>
    public bool? Outdated { get; init; }
}

/// <summary>A port of a startup command.</summary>
public sealed record CommandPort
{
    /// <summary>The variable that carries it; left out for one that the command chose by itself.</summary>
    public string? Name { get; init; }

    public required int Port { get; init; }

    /// <summary>A process of the command listens there now.</summary>
    public required bool Listening { get; init; }
}
