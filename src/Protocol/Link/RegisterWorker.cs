using Homeport.Protocol.Agents;

namespace Homeport.Protocol.Link;

/// <summary>A worker says who it is and what it can do.</summary>
public sealed record RegisterWorkerRequest
{
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required WorkerCapacity Capacity { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public required IReadOnlyList<AgentView> Agents { get; init; }
    public string? PublicKey { get; init; }

    /// <summary>The id from an earlier registration, to be the same worker again.</summary>
    public string? WorkerId { get; init; }
}

/// <summary>How much a worker can take on.</summary>
public sealed record WorkerCapacity
{
    public required int MaxConcurrentTasks { get; init; }

    /// <summary>Bytes.</summary>
    public long AvailableMemory { get; init; }

    public int AvailableCpus { get; init; }
}

/// <summary>The worker's id and how often it is to show that it lives.</summary>
public sealed record RegisterWorkerResponse
{
    public required string WorkerId { get; init; }
    public required int HeartbeatSeconds { get; init; }
}
