using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Git;

/// <summary>Joins a task's branch into another without a checkout, by compare-and-swap.</summary>
public sealed record MergeBranchRequest
{
    public required string TaskId { get; init; }
    public required string RepositoryPath { get; init; }
    public required string WorktreePath { get; init; }
    public required string Branch { get; init; }
    public required string TargetBranch { get; init; }
    public required MergeStrategy Strategy { get; init; }
    public required string Message { get; init; }

    /// <summary>Commit what is not committed yet with this message first.</summary>
    public required string CommitMessage { get; init; }
}

/// <summary>Where the target branch stands now, and stood before.</summary>
public sealed record MergeBranchResponse
{
    public required string Commit { get; init; }
    public required string PreviousCommit { get; init; }
    public required string HeadCommit { get; init; }
}
