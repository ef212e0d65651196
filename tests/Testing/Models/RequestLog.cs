namespace Homeport.Testing.Models;

/// <summary>What was asked of a <see cref="FakeModelServer"/>, in order, with signals for tests that wait for it.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<Waiter> _waiters = [];

    public IReadOnlyList<RecordedRequest> All
    {
        get { lock (_gate) { return [.. _requests]; } }
    }

    /// <summary>The calls of the conversation, without model lists, token counts and side requests.</summary>
    public IReadOnlyList<RecordedRequest> Turns => [.. All.Where(request => request.IsTurn)];

    /// <summary>The first request that fits, past or future.</summary>
    public async Task<RecordedRequest> FindAsync(Func<RecordedRequest, bool> fits, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_requests.FirstOrDefault(fits) is { } known)
            {
                return known;
            }

            waiter = new Waiter(fits, new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
        }

        return await waiter.Found.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The first call of this scenario at this step, past or future.</summary>
    public async Task<RecordedRequest> FindAsync(string scenario, int step, CancellationToken cancellationToken) =>
        await FindAsync(request => request.IsTurn && request.Scenario == scenario && request.Step == step, cancellationToken);

    /// <summary>The n-th call of the conversation, counted from 1, past or future.</summary>
    public async Task<RecordedRequest> FindTurnAsync(int number, CancellationToken cancellationToken)
    {
        var seen = 0;
        return await FindAsync(request => request.IsTurn && ++seen == number, cancellationToken);
    }

    public void Clear()
    {
        lock (_gate) { _requests.Clear(); }
    }

    internal void Add(RecordedRequest request)
    {
        List<Waiter> satisfied;
        lock (_gate)
        {
            _requests.Add(request);
            satisfied = [.. _waiters.Where(waiter => waiter.Fits(request))];
            _waiters.RemoveAll(satisfied.Contains);
        }

        satisfied.ForEach(waiter => waiter.Found.TrySetResult(request));
    }

    private sealed record Waiter(Func<RecordedRequest, bool> Fits, TaskCompletionSource<RecordedRequest> Found);
}
