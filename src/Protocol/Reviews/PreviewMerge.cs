using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Reviews;

/// <summary>Asks what a merge would do, without doing it.</summary>
public sealed record PreviewMergeRequest
{
    public required string TaskId { get; init; }

    /// <summary>The task's base branch when left out.</summary>
    public string? TargetBranch { get; init; }
}

/// <summary>What stands in the way of a merge, if anything.</summary>
public sealed record PreviewMergeResponse
{
    public required string TargetBranch { get; init; }
    public required bool CanMerge { get; init; }

    /// <summary>Why not, and what to do.</summary>
    public string? Reason { get; init; }

    /// <summary>Files that both sides changed in ways git cannot join.</summary>
    public required IReadOnlyList<string> Conflicts { get; init; }

    /// <summary>Commits of the task that the target does not have, counting one for uncommitted work.</summary>
    public required int Ahead { get; init; }

    /// <summary>Commits of the target that the task does not have.</summary>
    public required int Behind { get; init; }

    /// <summary>A message to start from.</summary>
    public required string Message { get; init; }

    public required IReadOnlyList<MergeStrategy> Strategies { get; init; }
}
