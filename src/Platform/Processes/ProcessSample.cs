namespace Homeport.Platform.Processes;

/// <summary>One process at one moment.</summary>
public sealed record ProcessSample
{
    public required int Id { get; init; }

    public required int ParentId { get; init; }

    /// <summary>0 for one whose parent is not among the shown ones.</summary>
    public required int Depth { get; init; }

    /// <summary>What the kernel calls it: 15 characters at most.</summary>
    public required string Name { get; init; }

    /// <summary>Its command line, the program without its folder, cut after 200 characters. It may hold what nobody should see.</summary>
    public required string CommandLine { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Percent of one processor since the sample before; two busy threads are 200.</summary>
    public required double CpuPercent { get; init; }

    /// <summary>What it has computed since it started.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Bytes in memory, program and libraries included.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>The part of <see cref="ResidentBytes"/> that is files, such as program and libraries, which others may share.</summary>
    public required long SharedBytes { get; init; }

    public required ProcessKind Kind { get; init; }

    /// <summary>The session, terminal or service that it belongs to.</summary>
    public string? RoleId { get; init; }

    public string? TaskId { get; init; }

    /// <summary>
    /// What several processes take together. Files that they map are counted once, as large as in the one that has most of
    /// them, so that forty processes of one program do not look like forty copies of it.
    /// </summary>
    public static long MemoryOf(IReadOnlyCollection<ProcessSample> processes) => processes.Count == 0
        ? 0
        : processes.Sum(process => process.ResidentBytes - process.SharedBytes) + processes.Max(process => process.SharedBytes);
}
