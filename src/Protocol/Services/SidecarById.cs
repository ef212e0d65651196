namespace Homeport.Protocol.Services;

/// <summary>Asks for a sidecar.</summary>
public sealed record GetSidecarRequest
{
    public required string Id { get; init; }
}

/// <summary>Starts a sidecar; one that waits for its next try is started at once.</summary>
public sealed record StartSidecarRequest
{
    public required string Id { get; init; }
}

/// <summary>Stops a sidecar with all its processes.</summary>
public sealed record StopSidecarRequest
{
    public required string Id { get; init; }
}

/// <summary>Stops a sidecar, where it runs, and starts it with its present definition.</summary>
public sealed record RestartSidecarRequest
{
    public required string Id { get; init; }
}

/// <summary>Stops a sidecar and forgets it with its log.</summary>
public sealed record RemoveSidecarRequest
{
    public required string Id { get; init; }
}
