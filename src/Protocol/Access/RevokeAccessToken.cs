namespace Homeport.Protocol.Access;

/// <summary>Ends a token at once.</summary>
public sealed record RevokeAccessTokenRequest
{
    public required string Id { get; init; }
}
