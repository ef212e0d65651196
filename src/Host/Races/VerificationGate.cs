namespace Homeport.Host.Races;

/// <summary>One hand at the verifications at a time, so that a stop and the end that it causes are not told twice.</summary>
internal sealed class VerificationGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>To be disposed at the end.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        return new Turn(_gate);
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
