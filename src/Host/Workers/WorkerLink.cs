using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Host.Services;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Terminals;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Workers;

/// <summary>What one worker's connection may ask of the host.</summary>
internal sealed class WorkerLink(
    WorkerConnections workers, WorkerRegistration registration, SessionLog log, TurnReports reports, TerminalReports terminals,
    TerminalSockets sockets, ServiceControl services) : IRpcHandler
{
    private const int HeartbeatSeconds = 30;

    /// <summary>Null before it has registered.</summary>
    public ConnectedWorker? Worker { get; private set; }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case HostMethods.RegisterWorker:
                var registering = request.ReadParams(ProtocolJson.Default.RegisterWorkerRequest);
                (Worker, var reunion) = await workers.RegisterAsync(registering, request.Connection!, cancellationToken);
                return RpcReply.From(
                    new RegisterWorkerResponse
                    {
                        WorkerId = Worker.Id,
                        HeartbeatSeconds = HeartbeatSeconds,
                        Revoked = reunion.Revoked,
                        Drain = Worker.IsDraining,
                    },
                    ProtocolJson.Default.RegisterWorkerResponse);

            case HostMethods.WorkerHeartbeat when Worker is { } worker:
                var beat = request.ReadParams(ProtocolJson.Default.WorkerHeartbeatRequest);
                worker.Hear(beat.CurrentLoad);
                return RpcReply.From(
                    new WorkerHeartbeatResponse { Revoked = await registration.RenewAsync(worker.Id, beat.Leases, cancellationToken) },
                    ProtocolJson.Default.WorkerHeartbeatResponse);

            case HostMethods.SendExecutionLog when Worker is not null:
                return Reply(
                    await log.AppendAsync(request.ReadParams(ProtocolJson.Default.SendExecutionLogRequest), cancellationToken),
                    ProtocolJson.Default.SendExecutionLogResponse);

            case HostMethods.StreamDelta when Worker is not null:
                log.Stream(request.ReadParams(ProtocolJson.Default.TextDelta));
                return RpcReply.Empty;

            case HostMethods.ServiceChanged when Worker is { } worker:
                await services.ChangedAsync(worker.Id, request.ReadParams(ProtocolJson.Default.ServiceStatus), cancellationToken);
                return RpcReply.Empty;

            case HostMethods.ReportTaskComplete when Worker is not null:
                return Reply(
                    await reports.AcceptAsync(request.ReadParams(ProtocolJson.Default.ReportTaskCompleteRequest), cancellationToken),
                    ProtocolJson.Default.NoResponse);

            case HostMethods.TerminalOutput when Worker is not null:
                sockets.Route(request.ReadParams(ProtocolJson.Default.TerminalOutput));
                return RpcReply.Empty;

            case HostMethods.TerminalViewerChanged when Worker is not null:
                sockets.Route(request.ReadParams(ProtocolJson.Default.TerminalViewerChanged));
                return RpcReply.Empty;

            case HostMethods.TerminalChanged when Worker is { } worker:
                await terminals.AcceptAsync(worker.Id, request.ReadParams(ProtocolJson.Default.TerminalStatus), cancellationToken);
                return RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse);

            case HostMethods.UnregisterWorker:
                return RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse);

            default:
                return RpcReply.MethodNotFound(request.Method);
        }
    }

    private static RpcReply Reply<T>(Result<T> result, JsonTypeInfo<T> type)
        where T : notnull =>
        result.Succeeded(out var value, out var problem)
            ? RpcReply.From(value, type)
            : RpcReply.Failed(new RpcError(
                RpcErrorCode.Conflict, problem.Message,
                JsonSerializer.SerializeToElement(
                    new ErrorData { Code = TaskProblems.Word(problem.Code), Detail = problem.Message }, ProtocolJson.Default.ErrorData)));
}
