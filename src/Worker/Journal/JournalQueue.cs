using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Journal;

/// <summary>
/// What waits for the disk: gives each entry its number and its JSON, in the order in which they come. Bounded for what may
/// wait, such as the words of an agent.
/// </summary>
internal sealed class JournalQueue(JournalEnd end, JournalOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Pulse _work = new();
    private readonly Pulse _room = new();
    private LineBuffer _pending = new();
    private LineBuffer _leaving = new();
    private List<TaskCompletionSource> _syncs = [];
    private bool _isSyncWanted;
    private string? _closed;
    private long _unsent;
    private long _number = end.Number;
    private long _lease = end.Lease;

    /// <summary>The newest lease under which something was written.</summary>
    public long Lease
    {
        get
        {
            lock (_gate)
            {
                return _lease;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _pending.Length == 0 && _leaving.Length == 0;
            }
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed is not null;
            }
        }
    }

    /// <summary>Completes when the next thing came.</summary>
    public Task Work => _work.Next;

    /// <summary>Returns at once while there is room, or nothing more is to be written anyway.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var room = _room.Next;
            if (HasRoom())
            {
                return;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    /// <exception cref="JournalClosedException">The session is over.</exception>
    public void AddEntry(string kind, string? turnId, string? itemId, JsonElement payload)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            var start = _pending.Length;
            Add(kind, turnId, itemId, payload);
            var length = _pending.Length - start;
            if (length > options.MostEntryBytes)
            {
                _pending.Truncate(start);
                _number--;
                Add(EventKinds.Notice, turnId, null, Notice("too_large", $"An event ({kind}) of {length} bytes was left out: it is too large to be sent."));
            }

            _isSyncWanted |= kind is EventKinds.ApprovalRequested or EventKinds.ApprovalResolved;
        }

        _work.Beat();
    }

    /// <param name="kind">Of the line.</param>
    /// <param name="lease">Under which it and all that follows is written.</param>
    /// <param name="record">What it says.</param>
    /// <param name="type">Its JSON.</param>
    /// <param name="stored">Completes when it is on the disk.</param>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public void AddRecord<T>(byte kind, long lease, T record, JsonTypeInfo<T> type, TaskCompletionSource? stored)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            _lease = Math.Max(_lease, lease);
            _pending.Add(kind, _number, lease, record, type);
            _isSyncWanted = true;
            if (stored is not null)
            {
                _syncs.Add(stored);
            }
        }

        _work.Beat();
    }

    /// <summary>A word of our own, also when nothing else is taken any more.</summary>
    public void AddNotice(string code, string message)
    {
        lock (_gate)
        {
            Add(EventKinds.Notice, null, null, Notice(code, message));
        }
    }

    /// <summary>All that waits, for the one who writes it; <see cref="Written"/> gives the buffer back.</summary>
    /// <param name="isSyncWanted">Something of it is to be on the disk at once.</param>
    /// <param name="syncs">Who waits for that.</param>
    public LineBuffer Take(out bool isSyncWanted, out List<TaskCompletionSource> syncs)
    {
        lock (_gate)
        {
            (_pending, _leaving) = (_leaving, _pending);
            (syncs, _syncs) = (_syncs, []);
            (isSyncWanted, _isSyncWanted) = (_isSyncWanted, false);
            return _leaving;
        }
    }

    /// <summary>What was taken is in the file; it now waits for the host.</summary>
    public void Written()
    {
        lock (_gate)
        {
            _unsent += _leaving.Length;
            _leaving.Clear();
        }

        _room.Beat();
    }

    /// <summary>The host has taken so much; whoever waits for room may go on.</summary>
    public void Forget(long bytes)
    {
        lock (_gate)
        {
            _unsent -= bytes;
        }

        _room.Beat();
    }

    /// <summary>Takes nothing more.</summary>
    public void Close(string reason)
    {
        lock (_gate)
        {
            _closed ??= reason;
        }

        _work.Beat();
        _room.Beat();
    }

    /// <summary>Nobody will write what still waits.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _syncs.ForEach(sync => sync.TrySetCanceled());
        }
    }

    public void Dispose()
    {
        _pending.Dispose();
        _leaving.Dispose();
    }

    public static JsonElement Notice(string code, string message) => JsonSerializer.SerializeToElement(
        new NoticePayload { Code = code, Message = message }, ProtocolJson.Default.NoticePayload);

    private bool HasRoom()
    {
        lock (_gate)
        {
            return _closed is not null ||
                (_pending.Length < options.MostPendingBytes && _unsent + _pending.Length < options.MostBytes);
        }
    }

    private void Add(string kind, string? turnId, string? itemId, JsonElement payload)
    {
        var entry = new JournalEntry
        {
            Number = ++_number,
            Kind = kind,
            At = time.GetUtcNow(),
            TurnId = turnId,
            ItemId = itemId,
            Payload = payload,
        };
        _pending.Add(JournalLine.Entry, entry.Number, _lease, entry, ProtocolJson.Default.JournalEntry);
    }

    private void ThrowIfClosed()
    {
        if (_closed is { } reason)
        {
            throw new JournalClosedException(reason);
        }
    }
}
