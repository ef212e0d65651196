using System.Text.Json.Serialization;

namespace Homeport.Protocol.Fleet;

/// <summary>Where agents, terminals and services run, and how much of it is in use.</summary>
public sealed record FleetView
{
    public required IReadOnlyList<FleetWorkerView> Workers { get; init; }

    /// <summary>Turns that wait for a free place.</summary>
    public required int Queued { get; init; }

    /// <summary>Nothing new is started because the disk is nearly full.</summary>
    public required bool HeldByDisk { get; init; }
}

/// <summary>One worker.</summary>
public sealed record FleetWorkerView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required FleetWorkerState State { get; init; }

    /// <summary>When it came into this state, as far as this host knows.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>On its own machine; 0 where it did not say.</summary>
    public required int ProcessId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? LastHeartbeatAt { get; init; }
    public required int MaxConcurrentTasks { get; init; }

    /// <summary>Turns that run on it.</summary>
    public required int RunningTasks { get; init; }

    public required int Processors { get; init; }

    /// <summary>What its machine has, in bytes.</summary>
    public required long TotalMemory { get; init; }

    public required int Terminals { get; init; }
    public required int Services { get; init; }
}

/// <summary>What a worker does.</summary>
[JsonConverter(typeof(SnakeCase<FleetWorkerState>))]
public enum FleetWorkerState
{
    Connected,

    /// <summary>It finishes what runs, takes nothing new, and then ends.</summary>
    Draining,

    /// <summary>The link is lost. What runs on it goes on and is told when it comes back.</summary>
    Away,
}

/// <summary>Ends a worker when it has finished what runs on it; the host starts a fresh one.</summary>
public sealed record DrainWorkerRequest
{
    public required string Id { get; init; }
}
