using Homeport.Platform.Files;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>What to run and how to keep it running.</summary>
public sealed record SupervisionSpec
{
    /// <summary>For sentences: <c>the worker</c>, <c>the service web</c>.</summary>
    public required string Name { get; init; }

    public required ProcessStart Start { get; init; }

    public Discovery Discovery { get; init; } = Discovery.None;

    /// <summary>From the start until it must be ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public HealthCheck? Health { get; init; }

    public RestartPolicy Restart { get; init; } = RestartPolicy.OnFailure;

    public RestartBackoff Backoff { get; init; } = RestartBackoff.Default;

    /// <summary>Between SIGTERM and SIGKILL.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where it may outlive us; null where it ends with us.</summary>
    public DetachedRun? Detached { get; init; }

    /// <summary>A file with all it writes, beside the last of it in memory; null for none. Not for a detached one, which has its own.</summary>
    public string? OutputFile { get; init; }

    public RotationLimits OutputLimits { get; init; } = RotationLimits.Default;

    public LogRingLimits LogLimits { get; init; } = LogRingLimits.Default;
}

/// <summary>The files of a program that may outlive us.</summary>
/// <param name="PidFile">Ours: says which process to take up again. In an existing folder.</param>
/// <param name="OutputFile">Both of its streams go to the end of this file, which is set aside (<c>.1</c>) at a start when it is above 10 MB.</param>
public sealed record DetachedRun(string PidFile, string OutputFile)
{
    /// <summary>Whether the process that this PID file names still runs: that very one, not a later one with its number.</summary>
    public static bool IsAlive(string pidFile) => PidRecord.Read(pidFile)?.Process.IsAlive() ?? false;
}
