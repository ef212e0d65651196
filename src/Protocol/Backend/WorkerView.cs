namespace Homeport.Protocol.Backend;

/// <summary>An execution host.</summary>
public sealed record WorkerView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required bool Connected { get; init; }

    /// <summary>It finishes what runs, takes nothing new, and then ends.</summary>
    public bool Draining { get; init; }

    /// <summary>On its own machine.</summary>
    public int ProcessId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
    public required int MaxConcurrentTasks { get; init; }
    public required int RunningTasks { get; init; }
    public DateTimeOffset? LastHeartbeatAt { get; init; }
}
