namespace Homeport.Protocol.Git;

/// <summary>Brings a worktree back: from the trash, else from the newest snapshot.</summary>
public sealed record RestoreWorktreeRequest
{
    public required string TaskId { get; init; }
    public required string RepositoryPath { get; init; }
    public required string WorktreePath { get; init; }
    public required string Branch { get; init; }
    public string? TrashId { get; init; }
}
