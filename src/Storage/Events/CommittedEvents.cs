namespace Homeport.Storage.Events;

/// <summary>What one commit added to one workspace, without a hole; shared by all its subscribers.</summary>
internal sealed class CommittedEvents(StoredEvent[] events)
{
    public StoredEvent[] Events => events;
    public long First => events[0].Sequence;
    public long Last => events[^1].Sequence;
    public long Characters { get; } = Sum(events);

    public static long Sum(ReadOnlySpan<StoredEvent> events)
    {
        var sum = 0L;
        foreach (var stored in events)
        {
            sum += stored.Payload.Length;
        }

        return sum;
    }
}
