namespace Homeport.Protocol.Services;

/// <summary>A program that a person wants to run beside everything, and where it is.</summary>
public sealed record SidecarView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }

    /// <summary>Unique in the workspace.</summary>
    public required string Name { get; init; }

    public required ServiceDefinition Definition { get; init; }

    /// <summary>A new worker starts it, also when it was stopped on an earlier one.</summary>
    public required bool AutoStart { get; init; }

    /// <summary>It is wanted: it runs, or will when a worker is there.</summary>
    public required bool Wanted { get; init; }

    /// <summary>As its worker last said.</summary>
    public required ServiceStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>One sidecar.</summary>
public sealed record SidecarResponse
{
    public required SidecarView Sidecar { get; init; }
}
