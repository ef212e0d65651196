using System.Diagnostics.CodeAnalysis;

namespace Homeport.Rpc.Messages;

/// <summary>Calls that wait for their answer. Owns the numbering.</summary>
internal sealed class PendingCalls
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingCall> _calls = [];
    private long _lastId;
    private string? _closedReason;

    /// <exception cref="RpcClosedException">The connection is over.</exception>
    public PendingCall Add(bool overtakesInbox)
    {
        lock (_gate)
        {
            if (_closedReason is { } reason)
            {
                throw new RpcClosedException(reason);
            }

            var call = new PendingCall(++_lastId, overtakesInbox);
            _calls.Add(call.Id, call);
            return call;
        }
    }

    public bool TryFind(long id, [NotNullWhen(true)] out PendingCall? call)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(id, out call);
        }
    }

    /// <summary>False when it was answered or given up before.</summary>
    public bool Remove(PendingCall call)
    {
        lock (_gate)
        {
            return _calls.Remove(call.Id);
        }
    }

    public bool WasIssued(long id)
    {
        lock (_gate)
        {
            return id > 0 && id <= _lastId;
        }
    }

    /// <summary>No answer comes in any more: refuses new calls, and fails those whose answer is not in the inbox either.</summary>
    public void Refuse(string reason) => Fail(reason, call => call.OvertakesInbox);

    /// <summary>Fails whatever waits, and every later call.</summary>
    public void Close(string reason) => Fail(reason, static _ => true);

    private void Fail(string reason, Func<PendingCall, bool> isOver)
    {
        List<PendingCall> over;
        lock (_gate)
        {
            _closedReason ??= reason;
            over = [.. _calls.Values.Where(isOver)];
            over.ForEach(call => _calls.Remove(call.Id));
        }

        over.ForEach(call => call.Fail(new RpcClosedException(reason)));
    }
}

/// <summary>One call on its way.</summary>
/// <param name="id">Its number on the wire.</param>
/// <param name="overtakesInbox">It was made while a notification is handled, so its answer must not queue behind that notification.</param>
internal sealed class PendingCall(long id, bool overtakesInbox)
{
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id { get; } = id;
    public bool OvertakesInbox { get; } = overtakesInbox;

    /// <summary>The result as JSON text.</summary>
    public Task<ReadOnlyMemory<byte>> Answer => _answer.Task;

    public void Succeed(ReadOnlyMemory<byte> result) => _answer.TrySetResult(result);

    public void Fail(Exception error) => _answer.TrySetException(error);
}
