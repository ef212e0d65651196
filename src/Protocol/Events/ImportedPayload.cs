using Homeport.Protocol.Conversations;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>imported</c>: the session outside of Homeport that this task goes on with.</summary>
public sealed record ImportedPayload
{
    public required string PastSessionId { get; init; }
    public required string AgentType { get; init; }
    public required string NativeSessionId { get; init; }
    public required string Title { get; init; }
    public string? Folder { get; init; }
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The agent goes on by itself, or gets what was said as text.</summary>
    public required ConversationMeans Means { get; init; }

    /// <summary>How many characters of text it gets.</summary>
    public required int Characters { get; init; }
}
