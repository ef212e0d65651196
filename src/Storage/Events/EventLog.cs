using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Homeport.Storage.Events;

/// <summary>
/// The append-only history: for each workspace one sequence without gaps. Events are appended by
/// <see cref="WriteScope.AppendEvent"/>; here they are read and followed.
/// </summary>
public sealed class EventLog
{
    private const int PageSize = 512;
    private const int PruneSize = 5000;

    private readonly Database _database;
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<EventFeed, bool>> _feeds = [];
    private volatile bool _isClosed;

    internal EventLog(Database database) => _database = database;

    /// <summary>Events after a sequence, ascending; a page may be shorter than the limit where payloads are large.</summary>
    /// <param name="workspaceId">Whose log.</param>
    /// <param name="afterSequence">Exclusive; 0 reads from the start.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Interrupts the read.</param>
    public Task<IReadOnlyList<StoredEvent>> ReadAsync(
        string workspaceId, long afterSequence, int limit, EventFilter filter, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            scope => EventQuery.ReadPage(scope, workspaceId, afterSequence, limit, filter).Events, cancellationToken);

    /// <summary>
    /// The newest events before a sequence (null: the newest of all), in ascending order; its cost does not grow with the log.
    /// </summary>
    public Task<IReadOnlyList<StoredEvent>> ReadNewestAsync(
        string workspaceId, EventFilter filter, long? beforeSequence, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            scope => EventQuery.ReadNewest(scope, workspaceId, beforeSequence, limit, filter), cancellationToken);

    /// <summary>The last sequence of a workspace; 0 if it has no event.</summary>
    public Task<long> HeadAsync(string workspaceId, CancellationToken cancellationToken) =>
        _database.ReadAsync(scope => scope.EventHead(workspaceId), cancellationToken);

    /// <summary>
    /// History after the subscription's sequence, then live, with no gap and no duplicate, until cancelled or the database is
    /// closed (then it ends). A slow subscriber never slows a writer: its queue is bounded, and what did not fit is read from
    /// the store.
    /// </summary>
    public async IAsyncEnumerable<EventBatch> Subscribe(
        EventSubscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = new EventFeed(subscription);
        var feeds = _feeds.GetOrAdd(subscription.WorkspaceId, static _ => []);
        feeds[feed] = true;
        try
        {
            var cursor = subscription.FromSequence ?? await HeadAsync(subscription.WorkspaceId, cancellationToken);
            var wasLive = false;
            while (!_isClosed)
            {
                if (feed.TryTake(out var entries, out var through))
                {
                    cursor = through;
                    if (entries.Count > 0)
                    {
                        yield return new EventBatch(entries, through);
                    }
                    else if (!await feed.WaitAsync(cancellationToken))
                    {
                        yield break;
                    }
                }
                else if (wasLive && !subscription.CatchUp && feed.Newest is var newest && newest > cursor)
                {
                    yield return new EventBatch([new EventGap(cursor + 1, newest)], newest);
                    cursor = newest;
                    feed.TryGoLive(cursor, heard: newest);
                }
                else
                {
                    var heard = feed.Newest;
                    if (await ReadPageAsync(subscription, cursor, cancellationToken) is not { } page)
                    {
                        yield break;
                    }

                    foreach (var batch in ToBatches(page, cursor))
                    {
                        yield return batch;
                    }

                    cursor = page.Head < cursor ? page.Head : page.Through;
                    wasLive |= page.IsEnd && feed.TryGoLive(cursor, heard);
                }
            }
        }
        finally
        {
            feeds.TryRemove(feed, out _);
        }
    }

    /// <summary>Shows something to those who follow live now. It is not kept.</summary>
    public void PublishTransient(TransientEvent transient)
    {
        foreach (var feed in FeedsOf(transient.WorkspaceId))
        {
            feed.Offer(transient);
        }
    }

    /// <summary>Deletes the oldest events; whoever asks for them gets an <see cref="EventGap"/>.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<long> PruneAsync(string workspaceId, long throughSequence, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        var from = await _database.ReadAsync(
            scope => scope.QueryScalarOrNull(
                "SELECT MIN(sequence) FROM session_events WHERE workspace_id = @workspace", ("workspace", workspaceId)),
            cancellationToken);
        while (from is { } start && start <= throughSequence)
        {
            var through = Math.Min(throughSequence, start + PruneSize - 1);
            deleted += await _database.WriteAsync(
                scope => PruneStep(scope, workspaceId, Math.Min(through, scope.EventHead(workspaceId))), cancellationToken);
            from = through + 1 > throughSequence ? null : through + 1;
        }

        return deleted;
    }

    /// <summary>On the writer's thread, after the commit.</summary>
    internal void Publish(IReadOnlyList<StoredEvent> events)
    {
        foreach (var workspace in events.GroupBy(stored => stored.WorkspaceId))
        {
            if (_feeds.TryGetValue(workspace.Key, out var feeds) && !feeds.IsEmpty)
            {
                var committed = new CommittedEvents([.. workspace]);
                foreach (var (feed, _) in feeds)
                {
                    feed.Publish(committed);
                }
            }
        }
    }

    /// <summary>Another host wrote.</summary>
    internal void Announce(string workspaceId, long sequence)
    {
        foreach (var feed in FeedsOf(workspaceId))
        {
            feed.Announce(sequence);
        }
    }

    /// <summary>News of other hosts may have been missed.</summary>
    internal void Doubt()
    {
        foreach (var (_, feeds) in _feeds)
        {
            foreach (var (feed, _) in feeds)
            {
                feed.Doubt();
            }
        }
    }

    internal void Close()
    {
        _isClosed = true;
        foreach (var (_, feeds) in _feeds)
        {
            foreach (var (feed, _) in feeds)
            {
                feed.Close();
            }
        }
    }

    private static IEnumerable<EventBatch> ToBatches(EventQuery.Page page, long cursor)
    {
        if (page.Head < cursor)
        {
            yield return new EventBatch([new EventGap(page.Head + 1, cursor)], page.Head);
        }

        if (page.PrunedThrough > cursor)
        {
            yield return new EventBatch([new EventGap(cursor + 1, page.PrunedThrough)], page.PrunedThrough);
        }

        if (page.Events.Count > 0)
        {
            yield return new EventBatch(page.Events, page.Through);
        }
    }

    private static long PruneStep(WriteScope scope, string workspaceId, long through)
    {
        scope.Execute(
            "UPDATE event_counters SET pruned_through = @through WHERE workspace_id = @workspace AND pruned_through < @through",
            ("through", through), ("workspace", workspaceId));
        return scope.Execute(
            "DELETE FROM session_events WHERE workspace_id = @workspace AND sequence <= @through",
            ("workspace", workspaceId), ("through", through));
    }

    private IEnumerable<EventFeed> FeedsOf(string workspaceId) =>
        _feeds.TryGetValue(workspaceId, out var feeds) ? feeds.Select(static feed => feed.Key) : [];

    /// <returns>Null if the log was closed meanwhile.</returns>
    private async Task<EventQuery.Page?> ReadPageAsync(
        EventSubscription subscription, long cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.ReadAsync(
                scope => EventQuery.ReadPage(scope, subscription.WorkspaceId, cursor, PageSize, subscription.Filter),
                cancellationToken);
        }
        catch (StorageUnavailableException exception) when (_isClosed && exception.Failure == StorageFailure.Closed)
        {
            return null;
        }
    }
}
