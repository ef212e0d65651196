namespace Homeport.Protocol.Tasks;

/// <summary>Asks for a transition, as dragging a card does.</summary>
public sealed record UpdateUnitTaskStatusRequest
{
    public required string Id { get; init; }
    public required TaskState Status { get; init; }
    public string? Reason { get; init; }
    public long? Version { get; init; }
}
