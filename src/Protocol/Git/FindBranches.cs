namespace Homeport.Protocol.Git;

/// <summary>Searches the branches of a repository, newest commit first.</summary>
public sealed record FindBranchesRequest
{
    public required string RepositoryPath { get; init; }
    public string? Query { get; init; }
    public required int Limit { get; init; }
    public string? Cursor { get; init; }
}
