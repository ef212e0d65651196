using Homeport.Platform.Processes;

namespace Homeport.Worker;

/// <summary>What a worker needs to know; read once by the program's entry.</summary>
public sealed record WorkerOptions
{
    private const long MemoryForTurn = 512L * 1024 * 1024;

    /// <summary>Homeport's data folder, absolute: worktrees, trash and clones lie below it.</summary>
    public required string Root { get; init; }

    /// <summary>The environment of this process; children get an allow-listed part of it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Homeport's own executable with its leading arguments; it runs the demo agent.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    public required string Version { get; init; }
    public string Name { get; init; } = "local";

    /// <summary>More than the person's home where repositories may lie.</summary>
    public IReadOnlyList<string> ExtraRoots { get; init; } = [];

    /// <summary>The container engine's command line, such as <c>podman --runtime runc</c>; Podman or Docker, whichever is there, when null.</summary>
    public string? ContainerEngine { get; init; }

    /// <summary>The image of containers when a project names none.</summary>
    public string? ContainerImage { get; init; }

    /// <summary>Whether ACP agents are offered version 2 of the protocol too.</summary>
    public bool OffersNewestAcp { get; init; }

    /// <summary>After which time without a host and without work this worker ends itself; never when null.</summary>
    public TimeSpan? EndsAlone { get; init; }

    /// <summary>What this worker was started with, in one word; a host that would start it otherwise replaces it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What every process that this worker starts carries; set when the worker starts.</summary>
    internal OwnerMarker? Marker { get; init; }

    /// <summary>Turns that run at once; further ones wait in the host's queue. Agents take some hundred megabytes each.</summary>
    public int MaxConcurrentTasks { get; init; } = (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryForTurn, 4, 64);

    /// <summary>How long an agent that has nothing to do keeps its process.</summary>
    public TimeSpan IdleSession { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an agent gets to end by itself before its process tree is killed.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(1);
}
