namespace Homeport.Protocol.Projects;

/// <summary>Asks for the projects in their order.</summary>
public sealed record ListRepositoryGroupsRequest
{
    public string? WorkspaceId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>repositoryGroups</c>.</summary>
public sealed record ListRepositoryGroupsResponse
{
    public required IReadOnlyList<RepositoryGroupView> Items { get; init; }
}
