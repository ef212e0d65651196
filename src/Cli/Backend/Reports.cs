using Homeport.Protocol.Backend;

namespace Homeport.Cli.Backend;

/// <summary>Answer of <c>homeport status --json</c>.</summary>
internal sealed record StatusReport
{
    public required bool Running { get; init; }
    public required string Root { get; init; }
    public string? Url { get; init; }
    public int? Pid { get; init; }
    public int? Port { get; init; }
    public string? SocketPath { get; init; }
    public string? Version { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public HealthView? Health { get; init; }

    /// <summary>How many tasks are in each state, archived ones left out.</summary>
    public IReadOnlyDictionary<string, int>? Tasks { get; init; }
}

/// <summary>Answer of <c>homeport stop --json</c>.</summary>
internal sealed record StopReport(bool Stopped, string Root, int? Pid);

/// <summary>Answer of <c>homeport open --json</c>. The link works once.</summary>
internal sealed record OpenReport(string Url, bool Opened);

/// <summary>Answer of <c>homeport version --json</c>.</summary>
internal sealed record VersionReport(string Version, string Runtime, string Platform);
