namespace Homeport.Protocol.Events;

/// <summary>WebSocket and owner socket only: sends what came after a sequence, then everything as it happens.</summary>
public sealed record SubscribeEventsRequest
{
    public string? WorkspaceId { get; init; }

    /// <summary>The last sequence the client has; 0 for all of it; only what is new when left out.</summary>
    public long? FromSequence { get; init; }

    /// <summary>Any of <c>tasks</c> (changes of things) and <c>sessions</c> (what agents say); both when left out.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>Only what belongs to this task.</summary>
    public string? TaskId { get; init; }
}

/// <summary>The subscription, and where the log stood.</summary>
public sealed record SubscribeEventsResponse
{
    public required string SubscriptionId { get; init; }
    public required long Sequence { get; init; }
}
