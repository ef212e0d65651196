using System.Collections.Concurrent;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;
using Homeport.Worker.Journal;
using Homeport.Worker.Tests.Runs;

namespace Homeport.Worker.Tests.Link;

/// <summary>A host that a worker dials. It can go away, come back, and be unable to take a report.</summary>
internal sealed class ScriptedHost : IRpcHandler, IAsyncDisposable
{
    private readonly RpcConnectionOptions _options = new() { CallTimeout = TimeSpan.FromSeconds(20) };
    private RpcConnection? _connection;
    private volatile bool _isAway;
    private int _refusals;

    /// <summary>What it has stored.</summary>
    public RecordingHost Stored { get; } = new();

    public ConcurrentQueue<RegisterWorkerRequest> Registrations { get; } = new();

    /// <summary>So many reports are answered by an error that may pass.</summary>
    public int ReportsToFail { get; set; }

    public int FailedReports => _refusals;

    public Task<IRpcTransport> DialAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isAway)
        {
            throw new IOException("There is no host.");
        }

        var (ours, theirs) = PipePair.Create();
        var connection = new RpcConnection(ours, this, _options, TimeProvider.System);
        connection.Start();
        _connection = connection;
        return Task.FromResult(theirs);
    }

    public async Task GoAwayAsync()
    {
        _isAway = true;
        await _connection!.DisposeAsync();
    }

    public void ComeBack() => _isAway = false;

    public Task<AssignTaskResponse> AssignAsync(AssignTaskRequest turn) => _connection!.CallAsync(
        WorkerMethods.AssignTask, turn, ProtocolJson.Default.AssignTaskRequest, ProtocolJson.Default.AssignTaskResponse,
        TestContext.Current.CancellationToken);

    public Task CallAsync<TRequest>(string method, TRequest request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TRequest> type) =>
        _connection!.CallAsync(method, request, type, ProtocolJson.Default.NoResponse, TestContext.Current.CancellationToken);

    public ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case HostMethods.RegisterWorker:
                var registration = request.ReadParams(ProtocolJson.Default.RegisterWorkerRequest);
                Registrations.Enqueue(registration);
                return ValueTask.FromResult(RpcReply.From(
                    new RegisterWorkerResponse { WorkerId = registration.WorkerId!, HeartbeatSeconds = 30 }, ProtocolJson.Default.RegisterWorkerResponse));
            case HostMethods.SendExecutionLog:
                return ValueTask.FromResult(Take(request.ReadParams(ProtocolJson.Default.SendExecutionLogRequest)));
            case HostMethods.ReportTaskComplete when ReportsToFail > _refusals:
                Interlocked.Increment(ref _refusals);
                return ValueTask.FromResult(RpcReply.Failed(RpcErrorCode.Unavailable, "The disk is full."));
            case HostMethods.ReportTaskComplete:
                Stored.Reports.Enqueue(request.ReadParams(ProtocolJson.Default.ReportTaskCompleteRequest));
                return ValueTask.FromResult(RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse));
            default:
                return ValueTask.FromResult(RpcReply.Empty);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private RpcReply Take(SendExecutionLogRequest batch)
    {
        try
        {
            lock (Stored)
            {
                return RpcReply.From(Stored.Take(batch), ProtocolJson.Default.SendExecutionLogResponse);
            }
        }
        catch (LeaseLostException lost)
        {
            return RpcReply.Failed(new RpcError(
                RpcErrorCode.Conflict, lost.Message,
                JsonSerializer.SerializeToElement(new ErrorData { Code = ErrorCodes.LeaseLost }, ProtocolJson.Default.ErrorData)));
        }
    }
}
