namespace Homeport.Protocol.Git;

/// <summary>Computes a merge and throws the result away.</summary>
public sealed record TryMergeRequest
{
    public required string RepositoryPath { get; init; }
    public required string WorktreePath { get; init; }
    public required string BaseCommit { get; init; }
    public required string Branch { get; init; }
    public required string TargetBranch { get; init; }
}

/// <summary>What a merge would meet.</summary>
public sealed record TryMergeResponse
{
    public required bool CanMerge { get; init; }
    public string? Reason { get; init; }
    public required IReadOnlyList<string> Conflicts { get; init; }
    public required int Ahead { get; init; }
    public required int Behind { get; init; }
}
