namespace Homeport.Storage.Events;

/// <summary>What a subscriber gets: a <see cref="StoredEvent"/>, a <see cref="TransientEvent"/> or an <see cref="EventGap"/>.</summary>
public abstract class FeedEntry
{
    private byte[]? _wireForm;

    private protected FeedEntry()
    {
    }

    /// <summary>
    /// The bytes for the wire, made by the first caller and shared by all subscribers that get this entry live. All callers
    /// must encode alike; two at once may both encode, and one result is kept.
    /// </summary>
    public byte[] WireForm(Func<FeedEntry, byte[]> encode) => _wireForm ??= encode(this);
}

/// <summary>One entry of the log, durable.</summary>
public sealed class StoredEvent : FeedEntry
{
    public required string WorkspaceId { get; init; }
    public required long Sequence { get; init; }
    public required string Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? TaskId { get; init; }
    public string? SessionId { get; init; }
    public string? TurnId { get; init; }
    public string? ItemId { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Payload { get; init; }
}

/// <summary>
/// Something worth seeing now and not worth keeping, such as a text delta. It has no sequence, is never replayed, is dropped
/// for a subscriber that lags, and does not reach subscribers of another host.
/// </summary>
public sealed class TransientEvent : FeedEntry
{
    public required string WorkspaceId { get; init; }
    public required string Kind { get; init; }
    public string? TaskId { get; init; }
    public string? SessionId { get; init; }
    public string? TurnId { get; init; }
    public string? ItemId { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Payload { get; init; }
}

/// <summary>
/// Sequences that this subscriber will not get: they were pruned, it asked not to catch up, or it named a sequence that the
/// log never reached (a restored backup). It should load the present state again.
/// </summary>
/// <param name="from">The first missing sequence.</param>
/// <param name="to">The last missing sequence.</param>
public sealed class EventGap(long from, long to) : FeedEntry
{
    public long From { get; } = from;
    public long To { get; } = to;
}
