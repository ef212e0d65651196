namespace Homeport.Protocol.Repositories;

/// <summary>Asks for one repository.</summary>
public sealed record GetRepositoryRequest
{
    public required string Id { get; init; }
}

/// <summary>One repository.</summary>
public sealed record RepositoryResponse
{
    public required RepositoryView Repository { get; init; }
}
