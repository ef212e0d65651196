namespace Homeport.Protocol.Repositories;

/// <summary>A git repository on this machine.</summary>
public sealed record RepositoryView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }
    public required string Name { get; init; }

    /// <summary>Absolute path of its top folder.</summary>
    public required string Path { get; init; }

    public string? RemoteUrl { get; init; }
    public required string DefaultBranch { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
