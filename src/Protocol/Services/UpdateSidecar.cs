namespace Homeport.Protocol.Services;

/// <summary>Changes what is given and leaves the rest. A running one takes a new definition when it is started or restarted.</summary>
public sealed record UpdateSidecarRequest
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public ServiceDefinition? Definition { get; init; }
    public bool? AutoStart { get; init; }
    public long? Version { get; init; }
}
