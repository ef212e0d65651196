namespace Homeport.Protocol.Reviews;

/// <summary>Moves the target branch back and brings the worktree back, if nothing was added to the branch since.</summary>
public sealed record UndoMergeRequest
{
    public required string TaskId { get; init; }
}
