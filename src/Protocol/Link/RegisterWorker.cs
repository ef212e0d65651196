using Homeport.Protocol.Agents;

namespace Homeport.Protocol.Link;

/// <summary>A worker says who it is, what it can do, and what it still holds. The first call on each connection.</summary>
public sealed record RegisterWorkerRequest
{
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required WorkerCapacity Capacity { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public required IReadOnlyList<AgentView> Agents { get; init; }
    public string? PublicKey { get; init; }

    /// <summary>The worker's own id, the same for as long as its process lives; the host gives one when it is left out.</summary>
    public string? WorkerId { get; init; }

    /// <summary><see cref="LinkProtocol.Version"/> of the worker.</summary>
    public int LinkVersion { get; init; }

    public int ProcessId { get; init; }

    /// <summary>What the worker was started with, in one word; a host that would start it otherwise drains it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>When the worker's process began; a new worker has an empty past.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The ids of dead workers of this installation whose journals it carries on.</summary>
    public IReadOnlyList<string> TookOver { get; init; } = [];

    /// <summary>What it runs or has still to report, also of those that it took over.</summary>
    public IReadOnlyList<HeldTurn> Turns { get; init; } = [];

    /// <summary>The terminals on it, those included that have ended and can still be seen.</summary>
    public IReadOnlyList<TerminalStatus> Terminals { get; init; } = [];

    /// <summary>The ids of the services that live on it.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];
}

/// <summary>How much a worker can take on.</summary>
public sealed record WorkerCapacity
{
    public required int MaxConcurrentTasks { get; init; }

    /// <summary>Bytes.</summary>
    public long AvailableMemory { get; init; }

    public int AvailableCpus { get; init; }
}

/// <summary>The worker's id, how often it is to show that it lives, and what it must let go.</summary>
public sealed record RegisterWorkerResponse
{
    public required string WorkerId { get; init; }
    public required int HeartbeatSeconds { get; init; }

    /// <summary>Leases that hold no more: what runs under them is to be stopped.</summary>
    public IReadOnlyList<long> Revoked { get; init; } = [];

    /// <summary>Finish what runs, take nothing new, then end.</summary>
    public bool Drain { get; init; }
}
