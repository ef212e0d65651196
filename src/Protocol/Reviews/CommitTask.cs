using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Reviews;

/// <summary>Commits everything in the task's worktree.</summary>
public sealed record CommitTaskRequest
{
    public required string TaskId { get; init; }

    /// <summary>The task's title when left out.</summary>
    public string? Message { get; init; }
}

/// <summary>The commit that was made.</summary>
public sealed record CommitTaskResponse
{
    public required UnitTaskView Task { get; init; }
    public required string Commit { get; init; }
}
