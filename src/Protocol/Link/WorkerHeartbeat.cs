namespace Homeport.Protocol.Link;

/// <summary>A worker shows that it lives.</summary>
public sealed record WorkerHeartbeatRequest
{
    public required string WorkerId { get; init; }
    public required WorkerLoad CurrentLoad { get; init; }

    /// <summary>The fencing tokens of the turns it runs; the host renews these leases.</summary>
    public required IReadOnlyList<long> Leases { get; init; }
}

/// <summary>What a worker is busy with.</summary>
public sealed record WorkerLoad
{
    public required int RunningTasks { get; init; }

    /// <summary>0 to 1 over all cores.</summary>
    public double CpuUsage { get; init; }

    /// <summary>Bytes.</summary>
    public long MemoryUsage { get; init; }
}

/// <summary>What the worker must let go.</summary>
public sealed record WorkerHeartbeatResponse
{
    /// <summary>Leases that hold no more: what runs under them is to be stopped.</summary>
    public IReadOnlyList<long> Revoked { get; init; } = [];
}
