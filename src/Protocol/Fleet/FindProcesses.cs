namespace Homeport.Protocol.Fleet;

/// <summary>Host to worker: which processes run for this installation?</summary>
public sealed record FindProcessesRequest
{
    /// <summary>The host's own process, which is shown if it runs on the same machine.</summary>
    public HostProcess? Host { get; init; }
}

/// <summary>A process that cannot be mistaken for one of another machine or boot.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Start">Boot and start time, to be compared and not read.</param>
public sealed record HostProcess(int Pid, string Start);

/// <summary>Each parent before its children.</summary>
public sealed record FindProcessesResponse
{
    public required IReadOnlyList<ProcessView> Processes { get; init; }

    /// <summary>How many processors the machine has.</summary>
    public required int Processors { get; init; }

    /// <summary>What the machine has, in bytes.</summary>
    public required long TotalMemory { get; init; }
}
