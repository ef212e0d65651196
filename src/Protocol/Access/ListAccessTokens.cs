namespace Homeport.Protocol.Access;

/// <summary>JSON-RPC calls the list <c>accessTokens</c>.</summary>
public sealed record ListAccessTokensResponse
{
    public required IReadOnlyList<AccessTokenView> Items { get; init; }
}
