using Homeport.Worker.Link;

namespace Homeport.Worker;

/// <summary>
/// When a worker ends by itself: when it is drained and nothing lives on it any more, when a host that stopped needs it no
/// longer, when it has been without a host and without work for some time, or when its data folder is gone.
/// </summary>
/// <param name="link">To the host.</param>
/// <param name="folder">The worker's own. Without it and without a host nobody can find this worker any more.</param>
/// <param name="isIdle">Nothing lives on it.</param>
/// <param name="endsAlone">How long it waits for a host without work.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkerLife(HostLink link, string folder, Func<bool> isIdle, TimeSpan? endsAlone, TimeProvider time)
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;

    /// <summary>Completes with the reason; whoever owns the worker then disposes it.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Nothing new is taken.</summary>
    public bool IsDraining => _isDraining;

    public void Drain()
    {
        _isDraining = true;
        Look();
    }

    public void End(string reason) => _ended.TrySetResult(reason);

    /// <summary>Looks every second; it costs nothing beside a process.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(Rhythm, time);
        try
        {
            while (await tick.WaitForNextTickAsync(cancellationToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Look()
    {
        if (link.AloneFor is not null && !Directory.Exists(folder))
        {
            End("its folder was removed, so no host can find it any more");
            return;
        }

        if (!isIdle())
        {
            return;
        }

        if (_isDraining)
        {
            End("it was drained");
        }
        else if (endsAlone is { } limit && link.AloneFor >= limit)
        {
            End("no host came and nothing runs");
        }
    }
}
