namespace Homeport.Protocol.Repositories;

/// <summary>Forgets a repository that no project uses. Its folder is not touched.</summary>
public sealed record RemoveRepositoryRequest
{
    public required string Id { get; init; }
}
