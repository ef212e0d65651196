namespace Homeport.Protocol.Services;

/// <summary>Adds a sidecar.</summary>
public sealed record AddSidecarRequest
{
    /// <summary>1 to 60 of letters, digits, point, dash and underscore.</summary>
    public required string Name { get; init; }

    public required ServiceDefinition Definition { get; init; }

    /// <summary>True when left out.</summary>
    public bool? AutoStart { get; init; }

    /// <summary>Start it now; true when left out.</summary>
    public bool? Start { get; init; }
}
