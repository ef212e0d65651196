using Homeport.Host.Services;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>Keeps where the commands of tasks are, as their workers say.</summary>
internal sealed class TaskCommandStatuses(Database database)
{
    /// <summary>An older word than the stored one of the same worker changes nothing.</summary>
    /// <returns>False if nobody knows the service.</returns>
    public Task<bool> ChangeAsync(string workerId, ServiceStatus status, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (TaskCommandStore.Find(scope, status.ServiceId) is not { } command)
            {
                return false;
            }

            if (command.WorkerId != workerId || !status.IsOlderThan(command.Status))
            {
                Save(scope, command with { Status = status, WorkerId = workerId });
            }

            return true;
        },
        cancellationToken);

    /// <summary>It runs no more; unless that is known already.</summary>
    public Task EndAsync(string serviceId, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (TaskCommandStore.Find(scope, serviceId) is { } command && command.Status.IsInHand())
            {
                Save(scope, command with { Status = command.Status.Ended(reason, command.Status.At) });
            }
        },
        cancellationToken);

    private static void Save(WriteScope scope, TaskCommand command)
    {
        TaskCommandStore.Save(scope, command);
        TaskCommandViews.Tell(scope, command);
    }
}
