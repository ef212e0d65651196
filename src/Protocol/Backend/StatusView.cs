namespace Homeport.Protocol.Backend;

/// <summary>Answer of <c>GET /status</c>.</summary>
public sealed record StatusView
{
    public required string Status { get; init; }
    public required string Owner { get; init; }
    public required int Port { get; init; }
}
