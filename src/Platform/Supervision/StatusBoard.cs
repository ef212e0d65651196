using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>The present state, the last changes, and everybody who waits for one. The loop writes, anybody reads.</summary>
internal sealed class StatusBoard(TimeProvider time)
{
    private const int MostHistory = 100;
    private const int MostUnread = 64;

    private readonly Lock _gate = new();
    private readonly Queue<SupervisionStatus> _history = new();
    private readonly List<Channel<SupervisionStatus>> _watchers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SupervisionStatus _current = new()
    {
        Number = 0,
        State = SupervisionState.Stopped,
        Reason = "It was not started yet.",
        At = time.GetUtcNow(),
    };

    private long _handled;

    public SupervisionStatus Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>The last wish that was taken up.</summary>
    public long Handled
    {
        get
        {
            lock (_gate)
            {
                return _handled;
            }
        }
    }

    /// <summary>The last that was started, dead or alive.</summary>
    public IProgram? Program { get; set => Volatile.Write(ref field, value); }

    public IReadOnlyList<SupervisionStatus> History
    {
        get
        {
            lock (_gate)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>Number and time are set here.</summary>
    public SupervisionStatus Publish(SupervisionStatus next, long handled)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _current = next = next with { Number = _current.Number + 1, At = time.GetUtcNow() };
            _handled = Math.Max(_handled, handled);
            _history.Enqueue(next);
            if (_history.Count > MostHistory)
            {
                _history.Dequeue();
            }

            _watchers.ForEach(watcher => watcher.Writer.TryWrite(next));
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
        return next;
    }

    /// <summary>The wish changes nothing.</summary>
    public void Handle(long wish)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _handled = Math.Max(_handled, wish);
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }

    /// <summary>The state once it, with the last handled wish, satisfies the condition.</summary>
    public async Task<SupervisionStatus> WaitAsync(Func<SupervisionStatus, long, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition(_current, _handled))
                {
                    return _current;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public async IAsyncEnumerable<SupervisionStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Channel.CreateBounded<SupervisionStatus>(
            new BoundedChannelOptions(MostUnread) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            watcher.Writer.TryWrite(_current);
            _watchers.Add(watcher);
        }

        try
        {
            await foreach (var status in watcher.Reader.ReadAllAsync(cancellationToken))
            {
                yield return status;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }
    }
}
