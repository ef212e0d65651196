namespace Homeport.Protocol.Tasks;

/// <summary>Runs a failed task again, with its old prompt unless a new one is given.</summary>
public sealed record RetryTaskRequest
{
    public required string TaskId { get; init; }
    public string? Prompt { get; init; }

    /// <summary>Begins without setting up the worktree, also from now on.</summary>
    public bool? SkipSetup { get; init; }
}
