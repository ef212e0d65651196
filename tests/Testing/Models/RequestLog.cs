namespace Homeport.Testing.Models;

/// <summary>What was asked of a <see cref="FakeModelServer"/>, in order, with signals for tests that wait for it.</summary>
public sealed class RequestLog
{
    private readonly Recording<RecordedRequest> _requests = new();

    public IReadOnlyList<RecordedRequest> All => _requests.All;

    /// <summary>The calls of the conversation, without model lists, token counts and side requests.</summary>
    public IReadOnlyList<RecordedRequest> Turns => [.. All.Where(request => request.IsTurn)];

    /// <summary>The first request that fits, past or future.</summary>
    public async Task<RecordedRequest> FindAsync(Func<RecordedRequest, bool> fits, CancellationToken cancellationToken) =>
        await _requests.FindAsync(fits, cancellationToken);

    /// <summary>The first call of this scenario at this step, past or future.</summary>
    public async Task<RecordedRequest> FindAsync(string scenario, int step, CancellationToken cancellationToken) =>
        await FindAsync(request => request.IsTurn && request.Scenario == scenario && request.Step == step, cancellationToken);

    /// <summary>The n-th call of the conversation, counted from 1, past or future.</summary>
    public async Task<RecordedRequest> FindTurnAsync(int number, CancellationToken cancellationToken)
    {
        var seen = 0;
        return await FindAsync(request => request.IsTurn && ++seen == number, cancellationToken);
    }

    public void Clear() => _requests.Clear();

    internal void Add(RecordedRequest request) => _requests.Add(request);
}
