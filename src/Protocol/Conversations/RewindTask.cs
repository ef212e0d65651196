using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Conversations;

/// <summary>
/// Goes back to before a message: the files, the conversation, or both. What stands in the worktree is kept in a snapshot
/// first, and <c>undoRewind</c> takes it all back until something is said again.
/// </summary>
public sealed record RewindTaskRequest
{
    public required string TaskId { get; init; }

    /// <summary>The turn of the message, which is taken back with all that followed.</summary>
    public required string TurnId { get; init; }

    /// <summary>Put the files back to where they were before that turn; yes when left out.</summary>
    public bool? Files { get; init; }

    /// <summary>Let the agent forget that turn and all after it; yes when left out.</summary>
    public bool? Conversation { get; init; }
}

/// <summary>The task as it is now, and the message that was taken back, to be said differently.</summary>
public sealed record RewindTaskResponse
{
    public required UnitTaskView Task { get; init; }
    public required string Prompt { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }
    public required ConversationMeans Means { get; init; }

    /// <summary>What stood in the worktree before, if files were put back.</summary>
    public int? Snapshot { get; init; }
}

/// <summary>Takes the last rewind back: the files, the conversation, whatever it changed.</summary>
public sealed record UndoRewindRequest
{
    public required string TaskId { get; init; }
}
