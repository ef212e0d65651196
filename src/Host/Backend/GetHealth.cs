using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol.Backend;
using Homeport.Storage;

namespace Homeport.Host.Backend;

/// <summary>Whether the parts answer. It is asked often and by anybody, so it touches neither the disk nor the worker.</summary>
internal sealed class GetHealth(HostOptions options, HostInstance instance, Database database, IWorkerRpc worker, TimeProvider time)
{
    private readonly string _store = StoreWord(database);

    public Task<Result<HealthView>> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var workers = worker.Connected;
        return Task.FromResult<Result<HealthView>>(new HealthView
        {
            Status = workers > 0 ? "ok" : "degraded",
            Version = options.Version,
            Uptime = Math.Round((time.GetUtcNow() - instance.StartedAt).TotalSeconds, 3),
            Workers = workers,
            Store = _store,
        });
    }

    public static string StoreWord(Database database) => database.Dialect.Name.ToLowerInvariant();
}
