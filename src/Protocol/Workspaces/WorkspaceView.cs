namespace Homeport.Protocol.Workspaces;

/// <summary>The boundary of a team. Single-user mode has one, called <c>personal</c>.</summary>
public sealed record WorkspaceView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
