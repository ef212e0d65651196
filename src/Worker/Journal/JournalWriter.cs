using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Journal;

/// <summary>
/// The writing end of a journal: numbers the entries, puts them into JSON once, and hands them to the disk in groups, one write
/// for all that came meanwhile. Whoever writes waits while too much waits for the disk or for the host.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(2);

    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly SegmentFiles _files;
    private readonly Lock _gate = new();
    private readonly Pulse _work = new();
    private readonly Pulse _room = new();
    private readonly Pulse _progress = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writing;
    private LineBuffer _pending = new();
    private LineBuffer _leaving = new();
    private List<TaskCompletionSource> _syncs = [];
    private bool _isSyncWanted;
    private string? _closed;
    private JournalPosition _written;
    private long _unsent;
    private long _number;
    private long _lease;

    /// <param name="folder">Made with the first line where it is new.</param>
    /// <param name="end">What was found in it.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For the operator.</param>
    public JournalWriter(JournalFolder folder, JournalEnd end, JournalOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time) = (options, time);
        (_written, _number, _lease) = (end.Position, end.Number, end.Lease);
        _files = new SegmentFiles(folder, end.Position, options, time, logger);
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Everything before it is in the files.</summary>
    public JournalPosition Written
    {
        get
        {
            lock (_gate)
            {
                return _written;
            }
        }
    }

    /// <summary>The newest lease under which this journal was written; it is the one that may send.</summary>
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

    /// <summary>Nothing waits for the disk.</summary>
    public bool IsWrittenOut
    {
        get
        {
            lock (_gate)
            {
                return _pending.Length == 0 && _leaving.Length == 0;
            }
        }
    }

    /// <summary>Nothing more will come.</summary>
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

    /// <summary>Completes after the next change of what the properties say.</summary>
    public Task Progress => _progress.Next;

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

    /// <summary>Numbers an entry and sends it on its way to the file, also where there is no room.</summary>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public void WriteEntry(string kind, string? turnId, string? itemId, JsonElement payload)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            var start = _pending.Length;
            Add(kind, turnId, itemId, payload);
            var length = _pending.Length - start;
            if (length > _options.MostEntryBytes)
            {
                _pending.Truncate(start);
                _number--;
                Add(EventKinds.Notice, turnId, null, Notice("too_large", $"An event ({kind}) of {length} bytes was left out: it is too large to be sent."));
            }

            _isSyncWanted |= kind is EventKinds.ApprovalRequested or EventKinds.ApprovalResolved;
        }

        _work.Beat();
    }

    /// <summary>Returns when the record is on the disk and outlives a loss of power.</summary>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public async Task WriteDurablyAsync<T>(byte kind, long lease, T record, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(kind, lease, record, type, stored);
        await stored.Task.WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="WriteDurablyAsync"/>, for who does not wait for the disk.</summary>
    public void Post<T>(byte kind, long lease, T record, JsonTypeInfo<T> type) => Write(kind, lease, record, type, null);

    /// <summary>The host has taken so much; whoever waits for room may go on.</summary>
    public void Forget(long bytes)
    {
        lock (_gate)
        {
            _unsent -= bytes;
        }

        _room.Beat();
    }

    /// <summary>Takes nothing more; what was taken is still written.</summary>
    public void Close(string reason)
    {
        lock (_gate)
        {
            _closed ??= reason;
        }

        _work.Beat();
        _room.Beat();
        _progress.Beat();
    }

    /// <summary>Writes what was taken, within some seconds, and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        Close("it was closed");
        try
        {
            await _writing.WaitAsync(LastWordsPatience, _time);
        }
        catch (TimeoutException)
        {
            await _stopping.CancelAsync();
            await _writing;
        }

        await _files.DisposeAsync();
        _stopping.Dispose();
        _pending.Dispose();
        _leaving.Dispose();
    }

    private void Write<T>(byte kind, long lease, T record, JsonTypeInfo<T> type, TaskCompletionSource? stored)
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

    private bool HasRoom()
    {
        lock (_gate)
        {
            return _closed is not null ||
                (_pending.Length < _options.MostPendingBytes && _unsent + _pending.Length < _options.MostBytes);
        }
    }

    private void Add(string kind, string? turnId, string? itemId, JsonElement payload)
    {
        var entry = new JournalEntry
        {
            Number = ++_number,
            Kind = kind,
            At = _time.GetUtcNow(),
            TurnId = turnId,
            ItemId = itemId,
            Payload = payload,
        };
        _pending.Add(JournalLine.Entry, entry.Number, _lease, entry, ProtocolJson.Default.JournalEntry);
    }

    private async Task WriteAllAsync()
    {
        try
        {
            while (true)
            {
                var work = _work.Next;
                if (!await WriteOutAsync())
                {
                    if (IsClosed)
                    {
                        await _files.SyncAsync(_stopping.Token);
                        return;
                    }

                    await WaitAsync(work);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The disk takes nothing, and the worker ends.
        }
        finally
        {
            Close("It is not written any more."); // whatever ended it, nobody waits for ever
            lock (_gate)
            {
                _syncs.ForEach(sync => sync.TrySetCanceled());
            }
        }
    }

    /// <summary>False when nothing waited.</summary>
    private async Task<bool> WriteOutAsync()
    {
        List<TaskCompletionSource> syncs;
        bool isSyncWanted;
        lock (_gate)
        {
            (_pending, _leaving) = (_leaving, _pending);
            (syncs, _syncs) = (_syncs, []);
            (isSyncWanted, _isSyncWanted) = (_isSyncWanted, false);
        }

        if (_leaving.Length == 0 && syncs.Count == 0)
        {
            return false;
        }

        if (await _files.WriteAsync(_leaving, _stopping.Token) is { } stalled)
        {
            lock (_gate)
            {
                Add(EventKinds.Notice, null, null, Notice("disk_full", stalled));
            }
        }

        lock (_gate)
        {
            _written = _files.End;
            _unsent += _leaving.Length;
            _leaving.Clear();
        }

        _progress.Beat();
        _room.Beat();
        if (isSyncWanted || syncs.Count > 0 || _files.SyncIsDue)
        {
            await _files.SyncAsync(_stopping.Token);
            syncs.ForEach(sync => sync.TrySetResult());
        }

        return true;
    }

    /// <summary>Until there is something to write, or until what was written wants to be on the disk.</summary>
    private async Task WaitAsync(Task work)
    {
        if (!_files.IsUnsynced)
        {
            await work.WaitAsync(_stopping.Token);
            return;
        }

        try
        {
            await work.WaitAsync(_options.SyncAfter, _time, _stopping.Token);
        }
        catch (TimeoutException)
        {
            await _files.SyncAsync(_stopping.Token);
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed is { } reason)
        {
            throw new JournalClosedException(reason);
        }
    }

    public static JsonElement Notice(string code, string message) => JsonSerializer.SerializeToElement(
        new NoticePayload { Code = code, Message = message }, ProtocolJson.Default.NoticePayload);
}
