namespace Homeport.Protocol.Link;

/// <summary>A turn that a worker runs, or has run and not yet reported with success.</summary>
public sealed record HeldTurn
{
    public required string TurnId { get; init; }
    public required string SessionId { get; init; }
    public required long LeaseToken { get; init; }
}
