namespace Homeport.Protocol.Git;

/// <summary>Moves a branch back to where it stood before a merge, if it still stands where the merge put it.</summary>
public sealed record RevertMergeRequest
{
    public required string RepositoryPath { get; init; }
    public required string TargetBranch { get; init; }
    public required string MergedCommit { get; init; }
    public required string PreviousCommit { get; init; }
}
