using Homeport.Host.Agents;
using Homeport.Host.Sessions;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Workers;

/// <summary>The workers that are connected. Owns their connections.</summary>
internal sealed partial class WorkerConnections(
    WorkerDirectory directory, SessionLog log, TurnReports reports, TurnQueue queue, LostSessions lost, AgentRegistry agents,
    TimeProvider time, ILogger<WorkerConnections> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<RpcConnection> _connections = [];
    /// <summary>Serves a worker over a transport until it closes. Owns the transport.</summary>
    public async Task ServeAsync(IRpcTransport transport)
    {
        var link = new WorkerLink(this, log, reports, time);
        var connection = new RpcConnection(
            transport, link,
            new RpcConnectionOptions
            {
                CallTimeout = TimeSpan.FromSeconds(30),
                OnHandlerFailure = (request, broken) => LogBroken(request.Method, broken),
            },
            time);
        lock (_gate)
        {
            _connections.Add(connection);
        }

        connection.Start();
        var reason = await connection.Closed;
        lock (_gate)
        {
            _connections.Remove(connection);
        }

        if (link.WorkerId is { } id)
        {
            directory.Remove(id);
            LogGone(id, reason);
            await lost.MarkAsync(id, CancellationToken.None);
        }

        await connection.DisposeAsync();
    }

    public ConnectedWorker Register(RegisterWorkerRequest registration, RpcConnection connection)
    {
        var worker = new ConnectedWorker(registration.WorkerId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString(), registration, connection);
        directory.Add(worker);
        LogRegistered(worker.Id, registration.Name, registration.Version);
        agents.Remember(registration.Agents);
        queue.Signal();
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        RpcConnection[] open;
        lock (_gate)
        {
            open = [.. _connections];
        }

        foreach (var connection in open)
        {
            await connection.CloseAsync("the host is stopping");
        }
    }

    [LoggerMessage(LogLevel.Information, "Worker {Worker} ({Name}, {Version}) registered")]
    private partial void LogRegistered(string worker, string name, string version);

    [LoggerMessage(LogLevel.Information, "Worker {Worker} is gone: {Reason}")]
    private partial void LogGone(string worker, string reason);

    [LoggerMessage(LogLevel.Error, "A worker's {Method} could not be handled")]
    private partial void LogBroken(string method, Exception exception);
}
