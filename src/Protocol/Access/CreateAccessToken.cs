namespace Homeport.Protocol.Access;

/// <summary>Makes a token for a program.</summary>
public sealed record CreateAccessTokenRequest
{
    public required string Name { get; init; }

    /// <summary>1 to 365; never when left out.</summary>
    public int? ExpiresInDays { get; init; }
}

/// <summary>The token. Its secret is shown this once.</summary>
public sealed record CreateAccessTokenResponse
{
    public required AccessTokenView AccessToken { get; init; }
    public required string Secret { get; init; }
}
