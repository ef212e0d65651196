using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Services;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>
/// Knows which startup commands run for tasks. What ran on a worker that is dead has ended, and is started again only when
/// somebody wants it: after the machine was switched off, thirty development servers at once would help nobody.
/// </summary>
internal sealed class CommandOwner(Database database, WorkerDirectory workers, TaskCommandStatuses statuses, TimeProvider time) : IServiceOwner
{
    private const string WorkerEnded = "It ended with the worker that ran it. Start it again when you need it.";

    /// <summary>Two workers come back to a new host within a moment; what the other one runs has not ended.</summary>
    private static readonly TimeSpan OtherWorker = TimeSpan.FromSeconds(2);

    public ServiceKind Kind => ServiceKind.StartupCommand;

    public Task ChangedAsync(string workerId, ServiceStatus status, CancellationToken cancellationToken) =>
        statuses.ChangeAsync(workerId, status, cancellationToken);

    public async Task ReuniteAsync(
        ConnectedWorker worker, IReadOnlyList<ServiceStatus> known, IReadOnlyList<string> tookOver, CancellationToken cancellationToken)
    {
        foreach (var status in known)
        {
            if (!await statuses.ChangeAsync(worker.Id, status, cancellationToken))
            {
                // Its worktree went while the worker was away.
                await worker.CallAsync<StopServiceRequest, NoResponse>(
                    WorkerMethods.ForgetService, new StopServiceRequest { ServiceId = status.ServiceId }, cancellationToken);
            }
        }

        if (worker.IsDraining)
        {
            await MoveAsync(worker, known, cancellationToken);
        }

        var living = known.Select(status => status.ServiceId).ToHashSet(StringComparer.Ordinal);
        var lost = (await database.ReadAsync(TaskCommandStore.All, cancellationToken))
            .Where(command => command.Status.IsInHand() && !living.Contains(command.ServiceId)).ToArray();
        if (lost.Any(command => !IsCertainlyOver(command, worker, tookOver)))
        {
            await Task.Delay(OtherWorker, time, cancellationToken);
        }

        foreach (var command in lost.Where(command => IsCertainlyOver(command, worker, tookOver) || workers.Find(command.WorkerId ?? "") is null))
        {
            await statuses.EndAsync(command.ServiceId, WorkerEnded, cancellationToken);
        }
    }

    /// <summary>A worker that is to end would wait for them for ever: they go on at the one that takes new work, or end.</summary>
    private async Task MoveAsync(ConnectedWorker worker, IReadOnlyList<ServiceStatus> known, CancellationToken cancellationToken)
    {
        foreach (var status in known.Where(status => status.IsInHand()))
        {
            await worker.CallAsync<StopServiceRequest, NoResponse>(
                WorkerMethods.StopService, new StopServiceRequest { ServiceId = status.ServiceId }, cancellationToken);
            await statuses.EndAsync(status.ServiceId, WorkerEnded, cancellationToken);
            var prepared = await database.WriteAsync(scope => PrepareAgain(scope, status.ServiceId), cancellationToken);
            if (workers.Current is not { IsDraining: false } next || !prepared.Succeeded(out var request, out _))
            {
                continue;
            }

            var started = await next.CallAsync<StartServiceRequest, ServiceStatusResponse>(WorkerMethods.StartService, request, cancellationToken);
            if (started.Succeeded(out var response, out _))
            {
                await statuses.ChangeAsync(next.Id, response.Service, cancellationToken);
            }
        }
    }

    private Result<StartServiceRequest> PrepareAgain(WriteScope scope, string serviceId) => TaskCommandStore.Find(scope, serviceId) is { } command
        ? RunCommand.Prepare(scope, command.TaskId, command.Command.Id, time.GetUtcNow())
        : CommandChecks.NotFound(serviceId);

    private static bool IsCertainlyOver(TaskCommand command, ConnectedWorker worker, IReadOnlyList<string> tookOver) =>
        command.WorkerId is null || command.WorkerId == worker.Id || tookOver.Contains(command.WorkerId);
}
