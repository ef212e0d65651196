namespace Homeport.Protocol.Reviews;

/// <summary>Asks which files a task changed.</summary>
public sealed record GetTaskDiffRequest
{
    public required string TaskId { get; init; }

    /// <summary><c>all</c> when left out.</summary>
    public DiffScope? Scope { get; init; }

    /// <summary>Id of the turn, for scope <c>turn</c>; the one that runs, else the last one, when left out.</summary>
    public string? Turn { get; init; }
}

/// <summary>The changed files in path order.</summary>
public sealed record GetTaskDiffResponse
{
    public required IReadOnlyList<ChangedFileView> Files { get; init; }
    public required string BaseCommit { get; init; }
    public required string HeadCommit { get; init; }
    public required int Added { get; init; }
    public required int Removed { get; init; }

    /// <summary>Something is in the worktree that no commit has.</summary>
    public required bool HasUncommitted { get; init; }
}
