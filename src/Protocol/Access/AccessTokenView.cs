namespace Homeport.Protocol.Access;

/// <summary>A token for a program. Only its hash is kept.</summary>
public sealed record AccessTokenView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}
