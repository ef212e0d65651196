using System.Text.Json.Serialization;

namespace Homeport.Protocol.Services;

/// <summary>Where a service is, and why.</summary>
public sealed record ServiceStatus
{
    public required string ServiceId { get; init; }
    public required ServiceKind Kind { get; init; }
    public string? TaskId { get; init; }
    public required ServiceState State { get; init; }

    /// <summary>A sentence.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
    public int? ProcessId { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The port that it said, or that it was to answer at.</summary>
    public int? Port { get; init; }

    /// <summary>Where its processes listen, as the kernel says.</summary>
    public IReadOnlyList<ServicePort> Ports { get; init; } = [];

    /// <summary>Of the last end, where it had one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? ExitSignal { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Tries { get; init; }

    /// <summary>How often it was started again by itself.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>The last lines on standard error before it ended by itself.</summary>
    public IReadOnlyList<string> LastErrors { get; init; } = [];
}

/// <summary>A port at which a service listens.</summary>
public sealed record ServicePort
{
    public required int Port { get; init; }

    /// <summary>Only this machine reaches it.</summary>
    public required bool Loopback { get; init; }
}

/// <summary>What a service is there for.</summary>
[JsonConverter(typeof(SnakeCase<ServiceKind>))]
public enum ServiceKind
{
    /// <summary>A person's own, kept running beside everything.</summary>
    Sidecar,

    /// <summary>Of a project, for a task.</summary>
    StartupCommand,
}

/// <summary>The states of a service.</summary>
[JsonConverter(typeof(SnakeCase<ServiceState>))]
public enum ServiceState
{
    Stopped,
    Starting,
    Running,

    /// <summary>It is started again at <see cref="ServiceStatus.NextTryAt"/>.</summary>
    Backoff,

    /// <summary>It is not tried again by itself.</summary>
    Failed,

    Stopping,
}
