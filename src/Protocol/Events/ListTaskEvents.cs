namespace Homeport.Protocol.Events;

/// <summary>Asks for a page of a task's session events.</summary>
public sealed record ListTaskEventsRequest
{
    public required string TaskId { get; init; }

    /// <summary>The newest ones before this sequence; the newest of all when this and <see cref="After"/> are left out.</summary>
    public long? Before { get; init; }

    /// <summary>The oldest ones after this sequence.</summary>
    public long? After { get; init; }

    /// <summary>1 to 1,000; 200 when left out.</summary>
    public int? Limit { get; init; }
}

/// <summary>Events in order, oldest first. JSON-RPC calls the list <c>events</c>.</summary>
public sealed record ListTaskEventsResponse
{
    public required IReadOnlyList<EventView> Items { get; init; }

    /// <summary>There are older ones.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Where the workspace's log stands: subscribe from here.</summary>
    public required long Sequence { get; init; }
}
