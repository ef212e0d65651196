using System.Text.Json;
using System.Threading.Channels;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Runs;

/// <summary>
/// What a session has written down and the host has not yet stored, in order. Bounded: when the host is slow, writing waits,
/// the agent's output is no longer read, and the agent waits too.
/// </summary>
internal sealed class SessionJournal : IAsyncDisposable
{
    private const int MostWaiting = 2_000;
    private const int MostInBatch = 500;
    private const int BatchBytes = 1024 * 1024;

    private readonly string _taskId;
    private readonly string _sessionId;
    private readonly string _journalId;
    private readonly IHostCalls _host;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sending;
    private readonly Channel<Waiting> _entries = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private long _leaseToken;

    public SessionJournal(string taskId, string sessionId, IHostCalls host, TimeProvider time)
    {
        (_taskId, _sessionId, _host, _time) = (taskId, sessionId, host, time);
        _journalId = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        _sending = SendAsync();
    }

    /// <summary>The host takes nothing more; whoever writes learns it by an exception.</summary>
    public bool IsBroken => _sending.IsCompleted;

    /// <summary>The turn that writes from now on.</summary>
    public void BeginTurn(long leaseToken) => Interlocked.Exchange(ref _leaseToken, leaseToken);

    public ValueTask WriteAsync(
        string kind, string? turnId, string? itemId, JsonElement payload, CancellationToken cancellationToken) =>
        _entries.Writer.WriteAsync(
            new Waiting(kind, turnId, itemId, payload, _time.GetUtcNow(), Interlocked.Read(ref _leaseToken), null), cancellationToken);

    /// <summary>Returns when everything written so far is stored by the host.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _entries.Writer.WriteAsync(
            new Waiting("", null, null, default, default, Interlocked.Read(ref _leaseToken), stored), cancellationToken);
        await stored.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Sends what waits, within the time of the token given to the last flush; then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _closing.CancelAsync();
        await _sending;
        _closing.Dispose();
    }

    private async Task SendAsync()
    {
        var number = 0L;
        var batch = new List<JournalEntry>();
        var flushes = new List<TaskCompletionSource>();
        try
        {
            while (await _entries.Reader.WaitToReadAsync(_closing.Token))
            {
                var token = TakeBatch(batch, flushes, ref number);
                if (batch.Count > 0)
                {
                    await _host.SendLogAsync(
                        new SendExecutionLogRequest
                        {
                            TaskId = _taskId,
                            SessionId = _sessionId,
                            JournalId = _journalId,
                            LeaseToken = token,
                            Entries = [.. batch],
                        },
                        _closing.Token);
                }

                flushes.ForEach(flush => flush.TrySetResult());
                batch.Clear();
                flushes.Clear();
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Disposed: who waits for a flush is told below.
        }
        catch (HostGoneException gone)
        {
            _entries.Writer.TryComplete(gone);
        }
        finally
        {
            flushes.ForEach(flush => flush.TrySetCanceled());
            while (_entries.Reader.TryRead(out var left))
            {
                left.Stored?.TrySetCanceled();
            }
        }
    }

    /// <summary>Entries of one lease, up to the bounds; the host checks the lease of each batch.</summary>
    private long TakeBatch(List<JournalEntry> batch, List<TaskCompletionSource> flushes, ref long number)
    {
        var bytes = 0;
        long? token = null;
        while (batch.Count < MostInBatch && bytes < BatchBytes && _entries.Reader.TryPeek(out var next) &&
            (token is null || token == next.LeaseToken) && _entries.Reader.TryRead(out next))
        {
            token = next.LeaseToken;
            if (next.Stored is not null)
            {
                flushes.Add(next.Stored);
                continue;
            }

            bytes += JsonMarshalSize(next.Payload);
            batch.Add(new JournalEntry
            {
                Number = ++number,
                Kind = next.Kind,
                At = next.At,
                TurnId = next.TurnId,
                ItemId = next.ItemId,
                Payload = next.Payload,
            });
        }

        return token ?? 0;
    }

    private static int JsonMarshalSize(JsonElement payload) =>
        System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(payload).Length;

    private sealed record Waiting(
        string Kind, string? TurnId, string? ItemId, JsonElement Payload, DateTimeOffset At, long LeaseToken, TaskCompletionSource? Stored);
}
