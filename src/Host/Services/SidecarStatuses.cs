using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>Keeps where sidecars are, as their workers say.</summary>
internal sealed class SidecarStatuses(Database database, TimeProvider time)
{
    /// <summary>An older word than the stored one of the same worker changes nothing.</summary>
    /// <returns>The sidecar as it is stored; null when there is none of that id.</returns>
    public Task<Sidecar?> ChangeAsync(string workerId, ServiceStatus status, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (SidecarStore.Find(scope, status.ServiceId) is not { } sidecar)
            {
                return null;
            }

            if (sidecar.WorkerId == workerId && status.IsOlderThan(sidecar.View.Status))
            {
                return sidecar;
            }

            sidecar = new Sidecar(sidecar.View with { Status = status }, workerId);
            SidecarStore.Save(scope, sidecar);
            return sidecar;
        },
        cancellationToken);

    /// <summary>It is wanted, and no worker is there.</summary>
    public Task WaitAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (SidecarStore.Find(scope, id) is { } sidecar && !sidecar.View.Status.IsInHand())
            {
                var status = sidecar.View.Status.Ended("It is started as soon as a worker is there.", time.GetUtcNow()) with { State = ServiceState.Starting };
                SidecarStore.Save(scope, sidecar with { View = sidecar.View with { Status = status } });
            }
        },
        cancellationToken);

    /// <summary>It runs no more; unless that is known already.</summary>
    public Task EndAsync(string id, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (SidecarStore.Find(scope, id) is { } sidecar && sidecar.View.Status.IsInHand())
            {
                SidecarStore.Save(scope, sidecar with { View = sidecar.View with { Status = sidecar.View.Status.Ended(reason, sidecar.View.Status.At) } });
            }
        },
        cancellationToken);
}
