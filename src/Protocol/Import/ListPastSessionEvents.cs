using Homeport.Protocol.Events;

namespace Homeport.Protocol.Import;

/// <summary>Asks for a page of what was said and done in a session. The answer is shaped like that of a task's events.</summary>
public sealed record ListPastSessionEventsRequest
{
    public required string Id { get; init; }

    /// <summary>The newest ones before this sequence; the newest of all when this and <see cref="After"/> are left out.</summary>
    public long? Before { get; init; }

    /// <summary>The oldest ones after this sequence; 0 begins at the beginning.</summary>
    public long? After { get; init; }

    /// <summary>1 to 1,000; 200 when left out. A page also ends when it gets large, and never in the middle of a line.</summary>
    public int? Limit { get; init; }
}

/// <summary>Events in order, oldest first. JSON-RPC calls the list <c>events</c>.</summary>
public sealed record ListPastSessionEventsResponse
{
    public required IReadOnlyList<EventView> Items { get; init; }

    /// <summary>There are more in the direction that was asked for.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Where the page ends in the direction that was asked for: the next <c>before</c> or <c>after</c>.</summary>
    public required long Sequence { get; init; }
}
