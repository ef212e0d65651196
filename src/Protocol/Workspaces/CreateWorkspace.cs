namespace Homeport.Protocol.Workspaces;

/// <summary>Makes a workspace.</summary>
public sealed record CreateWorkspaceRequest
{
    public required string Name { get; init; }
}

/// <summary>The workspace that was made.</summary>
public sealed record WorkspaceResponse
{
    public required WorkspaceView Workspace { get; init; }
}
