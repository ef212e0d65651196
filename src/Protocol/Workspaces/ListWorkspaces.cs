namespace Homeport.Protocol.Workspaces;

/// <summary>JSON-RPC calls the list <c>workspaces</c>.</summary>
public sealed record ListWorkspacesResponse
{
    public required IReadOnlyList<WorkspaceView> Items { get; init; }
}
