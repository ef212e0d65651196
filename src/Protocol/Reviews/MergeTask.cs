using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Reviews;

/// <summary>Commits what is left, merges the task's branch and puts the worktree into the trash.</summary>
public sealed record MergeTaskRequest
{
    public required string TaskId { get; init; }
    public required MergeStrategy Strategy { get; init; }
    public string? Message { get; init; }

    /// <summary>The task's base branch when left out.</summary>
    public string? TargetBranch { get; init; }
}

/// <summary>The commit that the target branch points at now.</summary>
public sealed record MergeTaskResponse
{
    public required UnitTaskView Task { get; init; }
    public required string Commit { get; init; }
}
