namespace Homeport.Protocol.Link;

/// <summary>Asks a worker what patterns would copy out of a repository's folder.</summary>
public sealed record FindCopiedFilesRequest
{
    public required string RepositoryPath { get; init; }
    public required IReadOnlyList<string> Patterns { get; init; }
}
