namespace Homeport.Protocol.Services;

/// <summary>Asks for the sidecars, by name.</summary>
public sealed record ListSidecarsRequest
{
    public string? WorkspaceId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>sidecars</c>.</summary>
public sealed record ListSidecarsResponse
{
    public required IReadOnlyList<SidecarView> Items { get; init; }
}
