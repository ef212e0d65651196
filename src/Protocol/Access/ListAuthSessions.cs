namespace Homeport.Protocol.Access;

/// <summary>JSON-RPC calls the list <c>authSessions</c>.</summary>
public sealed record ListAuthSessionsResponse
{
    public required IReadOnlyList<AuthSessionView> Items { get; init; }
}
