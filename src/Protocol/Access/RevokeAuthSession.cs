namespace Homeport.Protocol.Access;

/// <summary>Logs a browser out; its open connections are closed.</summary>
public sealed record RevokeAuthSessionRequest
{
    public required string Id { get; init; }
}
