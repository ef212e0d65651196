using System.Text.Json.Serialization;

namespace Homeport.Protocol.Fleet;

/// <summary>One process that runs for this installation.</summary>
public sealed record ProcessView
{
    public required int Pid { get; init; }
    public required int ParentPid { get; init; }

    /// <summary>0 for one whose parent is not shown; its children are 1, and so on.</summary>
    public required int Depth { get; init; }

    /// <summary>What the kernel calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Shortened, and without what looks like a secret.</summary>
    public required string CommandLine { get; init; }

    public required FleetProcessKind Kind { get; init; }

    /// <summary>The session, terminal or service that it belongs to.</summary>
    public string? RoleId { get; init; }

    public string? TaskId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Percent of one processor in the last moments; two busy threads are 200.</summary>
    public required double CpuPercent { get; init; }

    /// <summary>What it has computed since it started.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Bytes in memory, program and libraries included.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The part of it that is files such as libraries, which other processes may share.</summary>
    public required long SharedBytes { get; init; }
}

/// <summary>What a process is there for.</summary>
[JsonConverter(typeof(SnakeCase<FleetProcessKind>))]
public enum FleetProcessKind
{
    Agent,
    Terminal,
    Service,

    /// <summary>Homeport itself, and what it runs for its own work such as git.</summary>
    Backend,

    Other,
}
