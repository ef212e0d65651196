using System.Collections.Immutable;
using Homeport.Domain;
using Homeport.Host.Fleet;
using Homeport.Protocol.Fleet;

namespace Homeport.Host.Workers;

/// <summary>Which workers are connected. The one that registered last gets the new work; one that is drained gets none.</summary>
internal sealed class WorkerDirectory(HostOptions options, AwayWorkers away, TimeProvider time) : IWorkerRpc
{
    private ImmutableList<ConnectedWorker> _workers = [];
    private TaskCompletionSource _added = NewSignal();

    /// <summary>Oldest registration first.</summary>
    public IReadOnlyList<ConnectedWorker> All => Volatile.Read(ref _workers);

    /// <summary>The one that takes new work; null while there is none.</summary>
    public ConnectedWorker? Current => Volatile.Read(ref _workers).FindLast(worker => !worker.IsDraining);

    public int Connected => Volatile.Read(ref _workers).Count;

    public ConnectedWorker? Find(string id) => Volatile.Read(ref _workers).FindLast(worker => worker.Id == id);

    public void Add(ConnectedWorker worker)
    {
        ImmutableInterlocked.Update(ref _workers, workers => workers.Add(worker));
        Interlocked.Exchange(ref _added, NewSignal()).SetResult();
    }

    /// <summary>This registration of it: it may have registered anew over another connection.</summary>
    public void Remove(ConnectedWorker worker)
    {
        ImmutableInterlocked.Update(ref _workers, workers => workers.Remove(worker));
        away.Add(worker.Fleet() with { State = FleetWorkerState.Away, Since = time.GetUtcNow() });
    }

    public async Task<Result<TResponse>> CallAsync<TRequest, TResponse>(
        string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull =>
        await WaitForCurrentAsync(cancellationToken) is { } worker
            ? await worker.CallAsync<TRequest, TResponse>(method, request, cancellationToken)
            : new Problem(
                ProblemCode.Unavailable,
                "No worker is connected, so nothing can run. Wait a moment; if it stays so, run homeport doctor.");

    public async Task<Result<TResponse>> CallOnAsync<TRequest, TResponse>(
        string? workerId, string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull =>
        workerId is not null && Find(workerId) is { } worker
            ? await worker.CallAsync<TRequest, TResponse>(method, request, cancellationToken)
            : new Problem(ProblemCode.Unavailable, "The worker on which this runs is away. Wait a moment; if it stays so, run homeport doctor.");

    /// <summary>The one that takes new work. One that is starting, or between two hosts, is there in a moment: who asks waits for it.</summary>
    public Task<ConnectedWorker?> WaitForCurrentAsync(CancellationToken cancellationToken) => WaitForAsync(() => Current, cancellationToken);

    /// <summary>The one on which something lives, now or in a moment.</summary>
    public Task<ConnectedWorker?> WaitForAsync(string id, CancellationToken cancellationToken) => WaitForAsync(() => Find(id), cancellationToken);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<ConnectedWorker?> WaitForAsync(Func<ConnectedWorker?> find, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var added = Volatile.Read(ref _added).Task;
            if (find() is { } worker)
            {
                return worker;
            }

            var left = options.WorkerPatience - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            try
            {
                await added.WaitAsync(left, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }
}
