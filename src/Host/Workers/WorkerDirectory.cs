using Homeport.Domain;

namespace Homeport.Host.Workers;

/// <summary>Which worker is connected. The one that registered last gets the work.</summary>
internal sealed class WorkerDirectory : IWorkerRpc
{
    private volatile ConnectedWorker? _current;

    /// <summary>Null while there is none.</summary>
    public ConnectedWorker? Current => _current;

    public int Connected => Current is null ? 0 : 1;

    public void Add(ConnectedWorker worker) => _current = worker;

    public void Remove(string id)
    {
        if (_current is { } worker && worker.Id == id)
        {
            Interlocked.CompareExchange(ref _current, null, worker);
        }
    }

    public async Task<Result<TResponse>> CallAsync<TRequest, TResponse>(
        string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull =>
        Current is { } worker
            ? await worker.CallAsync<TRequest, TResponse>(method, request, cancellationToken)
            : new Problem(
                ProblemCode.Unavailable,
                "No worker is connected, so nothing can run. Wait a moment; if it stays so, run homeport doctor.");
}
