using System.Text.Json.Serialization;

namespace Homeport.Protocol.Conversations;

/// <summary>Lets another agent go on with a task, in the same worktree.</summary>
public sealed record HandOverTaskRequest
{
    public required string TaskId { get; init; }

    /// <summary>The agent that takes over.</summary>
    public required string AgentType { get; init; }

    /// <summary>For kind <c>acp</c>: the program and its arguments.</summary>
    public IReadOnlyList<string>? AgentCommand { get; init; }

    public string? Model { get; init; }

    /// <summary>What it learns of the conversation so far.</summary>
    public required HandOverContext Context { get; init; }

    /// <summary>The first thing to say to it.</summary>
    public required string Prompt { get; init; }
}

/// <summary>What an agent that takes over learns.</summary>
[JsonConverter(typeof(SnakeCase<HandOverContext>))]
public enum HandOverContext
{
    /// <summary>Only what the prompt says, and what stands in the worktree.</summary>
    Nothing,

    /// <summary>What was said, as text; of a long conversation its beginning and its end.</summary>
    Conversation,

    /// <summary>A summary that the agent which leaves writes first, in a turn of its own.</summary>
    Summary,
}
