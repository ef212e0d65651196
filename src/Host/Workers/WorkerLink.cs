using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Workers;

/// <summary>What one worker's connection may ask of the host.</summary>
internal sealed class WorkerLink(WorkerConnections workers, SessionLog log, TurnReports reports, TimeProvider time) : IRpcHandler
{
    private const int HeartbeatSeconds = 30;
    private ConnectedWorker? _worker;

    public string? WorkerId => _worker?.Id;

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case HostMethods.RegisterWorker:
                _worker = workers.Register(request.ReadParams(ProtocolJson.Default.RegisterWorkerRequest), request.Connection!);
                return RpcReply.From(
                    new RegisterWorkerResponse { WorkerId = _worker.Id, HeartbeatSeconds = HeartbeatSeconds },
                    ProtocolJson.Default.RegisterWorkerResponse);

            case HostMethods.WorkerHeartbeat when _worker is { } worker:
                var beat = request.ReadParams(ProtocolJson.Default.WorkerHeartbeatRequest);
                (worker.RunningTasks, worker.LastHeartbeatAt) = (beat.CurrentLoad.RunningTasks, time.GetUtcNow());
                await reports.RenewLeasesAsync(beat.Leases, cancellationToken);
                return RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse);

            case HostMethods.SendExecutionLog when _worker is not null:
                return Reply(
                    await log.AppendAsync(request.ReadParams(ProtocolJson.Default.SendExecutionLogRequest), cancellationToken),
                    ProtocolJson.Default.SendExecutionLogResponse);

            case HostMethods.StreamDelta when _worker is not null:
                log.Stream(request.ReadParams(ProtocolJson.Default.TextDelta));
                return RpcReply.Empty;

            case HostMethods.ReportTaskComplete when _worker is not null:
                return Reply(
                    await reports.AcceptAsync(request.ReadParams(ProtocolJson.Default.ReportTaskCompleteRequest), cancellationToken),
                    ProtocolJson.Default.NoResponse);

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
