namespace Homeport.Testing;

/// <summary>What happened, in order, with a signal for a test that waits for something to happen. Safe for many threads.</summary>
public sealed class Recording<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly List<T> _entries = [];
    private readonly List<Waiter> _waiters = [];
    private Exception? _end;

    public IReadOnlyList<T> All
    {
        get { lock (_gate) { return [.. _entries]; } }
    }

    /// <summary>The first entry that fits, past or future. <paramref name="fits"/> sees each entry once, in order, under a lock.</summary>
    public async Task<T> FindAsync(Func<T, bool> fits, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(fits, new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_entries.FirstOrDefault(fits) is { } known)
            {
                return known;
            }

            if (_end is not null)
            {
                throw _end;
            }

            _waiters.Add(waiter);
        }

        return await waiter.Found.Task.WaitAsync(cancellationToken);
    }

    public void Add(T entry)
    {
        List<Waiter> satisfied;
        lock (_gate)
        {
            _entries.Add(entry);
            satisfied = [.. _waiters.Where(waiter => waiter.Fits(entry))];
            _waiters.RemoveAll(satisfied.Contains);
        }

        satisfied.ForEach(waiter => waiter.Found.TrySetResult(entry));
    }

    /// <summary>Nothing more will happen: whoever waits, or waits later for what did not happen, gets the reason.</summary>
    public void End(Exception reason)
    {
        List<Waiter> waiting;
        lock (_gate)
        {
            _end ??= reason;
            waiting = [.. _waiters];
            _waiters.Clear();
        }

        waiting.ForEach(waiter => waiter.Found.TrySetException(reason));
    }

    public void Clear()
    {
        lock (_gate) { _entries.Clear(); }
    }

    private sealed record Waiter(Func<T, bool> Fits, TaskCompletionSource<T> Found);
}
