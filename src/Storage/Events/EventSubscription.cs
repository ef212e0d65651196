namespace Homeport.Storage.Events;

/// <summary>What a subscriber wants.</summary>
/// <param name="WorkspaceId">One subscription sees one workspace.</param>
/// <param name="FromSequence">The last sequence it already has (0 = none); null = only what comes after now.</param>
public sealed record EventSubscription(string WorkspaceId, long? FromSequence)
{
    public EventFilter Filter { get; init; } = EventFilter.All;

    /// <summary>How many events may wait for this subscriber before it is sent back to the store.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>False: after an overflow it gets an <see cref="EventGap"/> and goes on live, for clients that show only the present.</summary>
    public bool CatchUp { get; init; } = true;
}

/// <summary>Entries in order.</summary>
/// <param name="Entries">Never empty.</param>
/// <param name="Through">All events up to this sequence were delivered or did not match; the cursor to resume from.</param>
public sealed record EventBatch(IReadOnlyList<FeedEntry> Entries, long Through);
