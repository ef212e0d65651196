using System.Collections.Concurrent;
using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>One writer at a time in each repository, so that our own steps never meet each other's lock files.</summary>
internal sealed class RepositoryLocks(TimeProvider time)
{
    /// <summary>Many worktrees of a large repository are made one after the other; less than the host waits for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>Waits for the repository's other writers; dispose to let the next one in.</summary>
    /// <param name="commonFolder"><see cref="GitFolders.Common"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IDisposable> EnterAsync(string commonFolder, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(commonFolder, _ => new SemaphoreSlim(1, 1));
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await gate.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WorkerRefusedException(
                ErrorCodes.Unavailable, $"Another step of Homeport has been working in {commonFolder} for {Patience.TotalMinutes:0} minutes. Try again when it is done.");
        }

        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
