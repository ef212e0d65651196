namespace Homeport.Protocol.Access;

/// <summary>A browser that is logged in.</summary>
public sealed record AuthSessionView
{
    public required string Id { get; init; }

    /// <summary>The browser, as far as it told: for example <c>Chromium on Linux</c>.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The one that asks.</summary>
    public bool Current { get; init; }
}
