namespace Homeport.Protocol.Conversations;

/// <summary>
/// Makes a new task from a message of this one: with a worktree and a branch of its own, the files as they were before that
/// message, and an agent that knows what was said until then. This task stays as it is.
/// </summary>
public sealed record ForkTaskRequest
{
    public required string TaskId { get; init; }

    /// <summary>The turn of the message from which the new task goes another way.</summary>
    public required string TurnId { get; init; }

    /// <summary>What to say instead; that message again when left out.</summary>
    public string? Prompt { get; init; }

    /// <summary>Made from the prompt when left out.</summary>
    public string? Title { get; init; }

    /// <summary>Start at once instead of leaving it in the backlog.</summary>
    public bool? Start { get; init; }
}

/// <summary>Where a task comes from that was forked.</summary>
public sealed record TaskOrigin
{
    public required string TaskId { get; init; }
    public required string TurnId { get; init; }

    /// <summary>The number of that turn in its task.</summary>
    public required int Turn { get; init; }

    public required string Title { get; init; }

    /// <summary>The snapshot of that task with which this one's worktree begins; left out where none was taken.</summary>
    public int? Snapshot { get; init; }
}
