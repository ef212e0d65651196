namespace Homeport.Protocol.Repositories;

/// <summary>Asks for the repositories of a workspace.</summary>
public sealed record ListRepositoriesRequest
{
    public string? WorkspaceId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>repositories</c>.</summary>
public sealed record ListRepositoriesResponse
{
    public required IReadOnlyList<RepositoryView> Items { get; init; }
}
