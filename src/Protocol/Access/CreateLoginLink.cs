namespace Homeport.Protocol.Access;

/// <summary>A one-time link that opens the browser logged in.</summary>
public sealed record CreateLoginLinkResponse
{
    /// <summary>The secret stands in the fragment, which no server and no log sees.</summary>
    public required string Url { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
