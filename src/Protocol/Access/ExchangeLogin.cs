namespace Homeport.Protocol.Access;

/// <summary>Trades the secret of a one-time link for the browser's cookie.</summary>
public sealed record ExchangeLoginRequest
{
    public required string Secret { get; init; }
}
