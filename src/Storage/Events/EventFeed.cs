using System.Threading.Channels;

namespace Homeport.Storage.Events;

/// <summary>
/// The queue between the writer and one subscriber. It is either live (it takes what follows without a hole) or behind (it takes
/// nothing and the subscriber reads the store). The writer never waits: what does not fit sends the subscriber behind.
/// </summary>
internal sealed class EventFeed(EventSubscription subscription)
{
    /// <summary>Payload characters that may wait, however few events they are.</summary>
    private const long MostCharacters = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<FeedEntry[]> _queue = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private bool _isLive;
    private long _head; // live: all up to here is queued or delivered
    private long _newest; // behind: the newest sequence heard of
    private int _count;
    private long _characters;

    public EventSubscription Subscription => subscription;

    /// <summary>How many entries wait; never more than the capacity.</summary>
    internal int Count { get { lock (_gate) { return _count; } } }

    public void Publish(CommittedEvents committed)
    {
        lock (_gate)
        {
            if (!_isLive)
            {
                _newest = Math.Max(_newest, committed.Last);
                _signal.Writer.TryWrite(true);
                return;
            }

            if (committed.Last <= _head)
            {
                return; // it was read from the store before it was published
            }

            if (committed.First != _head + 1 || !TryEnqueueLocked(committed))
            {
                FallBehindLocked(committed.Last);
            }
        }
    }

    /// <summary>Somebody else wrote up to this sequence, and all it takes is reading it.</summary>
    public void Announce(long sequence)
    {
        lock (_gate)
        {
            if (!_isLive)
            {
                _newest = Math.Max(_newest, sequence);
                _signal.Writer.TryWrite(true);
            }
            else if (sequence > _head)
            {
                FallBehindLocked(sequence);
            }
        }
    }

    /// <summary>Reads the store again although nothing is known to be there.</summary>
    public void Doubt()
    {
        lock (_gate)
        {
            FallBehindLocked(_isLive ? _head : _newest);
        }
    }

    public void Offer(TransientEvent transient)
    {
        lock (_gate)
        {
            if (_isLive && subscription.Filter.Matches(transient) && HasRoomLocked(1, transient.Payload.Length))
            {
                EnqueueLocked([transient], transient.Payload.Length);
            }
        }
    }

    /// <summary>
    /// Goes live after <paramref name="cursor"/>, the end of the log when the store was read; false if more was heard of since.
    /// </summary>
    /// <param name="cursor">The last sequence that was read.</param>
    /// <param name="heard">
    /// <see cref="Newest"/> before the read. What was heard before and was not there does not exist: the news was of another log.
    /// </param>
    public bool TryGoLive(long cursor, long heard)
    {
        lock (_gate)
        {
            if (_newest > Math.Max(cursor, heard))
            {
                return false;
            }

            (_isLive, _head) = (true, cursor);
            return true;
        }
    }

    /// <summary>What waits; empty if nothing does. False if the subscriber is behind.</summary>
    public bool TryTake(out IReadOnlyList<FeedEntry> entries, out long through)
    {
        lock (_gate)
        {
            (entries, through) = ([], _head);
            if (!_isLive)
            {
                return false;
            }

            if (_queue.Count == 1)
            {
                entries = _queue.Dequeue();
            }
            else if (_queue.Count > 1)
            {
                var all = new List<FeedEntry>(_count);
                while (_queue.TryDequeue(out var segment))
                {
                    all.AddRange(segment);
                }

                entries = all;
            }

            (_count, _characters) = (0, 0);
            return true;
        }
    }

    /// <summary>The newest sequence heard of while behind.</summary>
    public long Newest { get { lock (_gate) { return _newest; } } }

    /// <summary>Waits for a change; false once the log is closed.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await _signal.Reader.WaitToReadAsync(cancellationToken) && _signal.Reader.TryRead(out _);

    public void Close() => _signal.Writer.TryComplete();

    private bool TryEnqueueLocked(CommittedEvents committed)
    {
        var matching = committed.Events;
        var characters = committed.Characters;
        if (!subscription.Filter.IsAll)
        {
            var count = matching.Count(subscription.Filter.Matches);
            if (count < matching.Length)
            {
                matching = count == 0 ? [] : [.. matching.Where(subscription.Filter.Matches)];
                characters = CommittedEvents.Sum(matching);
            }
        }

        if (!HasRoomLocked(matching.Length, characters))
        {
            return false;
        }

        _head = committed.Last;
        if (matching.Length > 0)
        {
            EnqueueLocked(matching, characters);
        }

        return true;
    }

    private bool HasRoomLocked(int count, long characters) =>
        _count + count <= subscription.Capacity && _characters + characters <= MostCharacters;

    private void EnqueueLocked(FeedEntry[] entries, long characters)
    {
        _queue.Enqueue(entries);
        _count += entries.Length;
        _characters += characters;
        _signal.Writer.TryWrite(true);
    }

    private void FallBehindLocked(long newest)
    {
        _queue.Clear();
        (_count, _characters, _isLive, _newest) = (0, 0, false, newest);
        _signal.Writer.TryWrite(true);
    }
}
