using Homeport.Platform.Processes;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker;

/// <summary>
/// Keeps an <see cref="OrphanGuard"/> on watch for as long as the worker lives: one that is killed is replaced, for without it
/// nobody would take our processes down when we die. Disposing it is the leave of the guard.
/// </summary>
internal sealed partial class ProcessGuard : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly OwnerMarker _marker;
    private readonly string _searchPath;
    private readonly TimeProvider _time;
    private readonly ILogger<ProcessGuard> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;
    private volatile OrphanGuard _guard;

    /// <param name="marker">What the children to guard carry.</param>
    /// <param name="searchPath">A PATH with <c>sh</c>, <c>grep</c> and <c>sleep</c>.</param>
    /// <param name="time">For the pause before a guard that cannot be started is tried again.</param>
    /// <param name="logger">For the operator.</param>
    /// <exception cref="ProcessStartException">The first guard cannot be started.</exception>
    public ProcessGuard(OwnerMarker marker, string searchPath, TimeProvider time, ILogger<ProcessGuard> logger)
    {
        (_marker, _searchPath, _time, _logger) = (marker, searchPath, time, logger);
        _guard = OrphanGuard.Start(marker, searchPath, time);
        _keeping = Task.Run(KeepAsync);
    }

    /// <summary>The process that is on watch now.</summary>
    public int Id => _guard.Id;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        await _guard.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                var exit = await _guard.Exited.WaitAsync(_stopping.Token);
                LogEnded(exit.ToString());
                await ReplaceAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }

    private async Task ReplaceAsync()
    {
        var dead = _guard;
        while (true)
        {
            try
            {
                _guard = OrphanGuard.Start(_marker, _searchPath, _time);
                await dead.DisposeAsync();
                return;
            }
            catch (Exception refused) when (refused is ProcessStartException or IOException)
            {
                LogRefused(refused.Message);
                await Task.Delay(Pause, _time, _stopping.Token);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The guard of our processes ended ({Exit}); another takes its place")]
    private partial void LogEnded(string exit);

    [LoggerMessage(LogLevel.Error, "No guard of our processes can be started: {Reason}")]
    private partial void LogRefused(string reason);
}
