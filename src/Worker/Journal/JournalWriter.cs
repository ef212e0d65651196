using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Journal;

/// <summary>
/// The writing end of a journal: hands to the disk in one write all that came meanwhile, and forces it onto the disk when
/// something of it must not be lost, and at least every second while something is written.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(2);

    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly JournalQueue _queue;
    private readonly SegmentFiles _files;
    private readonly Lock _gate = new();
    private readonly Pulse _progress = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writing;
    private JournalPosition _written;

    /// <param name="folder">Made with the first line where it is new.</param>
    /// <param name="end">What was found in it.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For the operator.</param>
    public JournalWriter(JournalFolder folder, JournalEnd end, JournalOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _written) = (options, time, end.Position);
        _queue = new JournalQueue(end, options, time);
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
    public long Lease => _queue.Lease;

    /// <summary>Nothing waits for the disk.</summary>
    public bool IsWrittenOut => _queue.IsEmpty;

    /// <summary>Nothing more will come.</summary>
    public bool IsClosed => _queue.IsClosed;

    /// <summary>Completes after the next change of what the properties say.</summary>
    public Task Progress => _progress.Next;

    /// <summary>Returns at once while there is room, or nothing more is to be written anyway.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => _queue.WaitForRoomAsync(cancellationToken);

    /// <summary>Numbers an entry and sends it on its way to the file, also where there is no room.</summary>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public void WriteEntry(string kind, string? turnId, string? itemId, JsonElement payload) => _queue.AddEntry(kind, turnId, itemId, payload);

    /// <summary>Returns when the record is on the disk and outlives a loss of power.</summary>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public async Task WriteDurablyAsync<T>(byte kind, long lease, T record, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.AddRecord(kind, lease, record, type, stored);
        await stored.Task.WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="WriteDurablyAsync"/>, for who does not wait for the disk.</summary>
    public void Post<T>(byte kind, long lease, T record, JsonTypeInfo<T> type) => _queue.AddRecord(kind, lease, record, type, null);

    /// <summary>The host has taken so much; whoever waits for room may go on.</summary>
    public void Forget(long bytes) => _queue.Forget(bytes);

    /// <summary>Takes nothing more; what was taken is still written.</summary>
    public void Close(string reason)
    {
        _queue.Close(reason);
        _progress.Beat();
    }

    /// <summary>Writes what was taken, within some seconds, and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        Close("It was closed.");
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
        _queue.Dispose();
    }

    private async Task WriteAllAsync()
    {
        try
        {
            while (true)
            {
                var work = _queue.Work;
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
            _queue.GiveUp();
        }
    }

    /// <summary>False when nothing waited.</summary>
    private async Task<bool> WriteOutAsync()
    {
        var lines = _queue.Take(out var isSyncWanted, out var syncs);
        if (lines.Length == 0)
        {
            return false;
        }

        if (await _files.WriteAsync(lines, _stopping.Token) is { } stalled)
        {
            _queue.AddNotice("disk_full", stalled);
        }

        lock (_gate)
        {
            _written = _files.End;
        }

        _queue.Written();
        _progress.Beat();
        if (isSyncWanted || _files.SyncIsDue)
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
}
