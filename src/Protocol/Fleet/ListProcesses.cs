using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Fleet;

/// <summary>Processes by task. JSON-RPC calls the list <c>groups</c>.</summary>
public sealed record ListProcessesResponse
{
    public required IReadOnlyList<ProcessGroupView> Items { get; init; }

    /// <summary>How many processors the machine has: 100 percent each.</summary>
    public required int Processors { get; init; }

    /// <summary>What the machine has, in bytes.</summary>
    public required long TotalMemory { get; init; }
}

/// <summary>What runs for one task, or for Homeport itself.</summary>
public sealed record ProcessGroupView
{
    /// <summary>Null for Homeport's own processes.</summary>
    public string? TaskId { get; init; }

    /// <summary>The task's; null where the task is not known any more.</summary>
    public string? Title { get; init; }

    public TaskState? State { get; init; }

    /// <summary>Percent of one processor.</summary>
    public required double CpuPercent { get; init; }

    /// <summary>Bytes; libraries that the processes share count once.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Each parent before its children.</summary>
    public required IReadOnlyList<ProcessView> Processes { get; init; }
}
