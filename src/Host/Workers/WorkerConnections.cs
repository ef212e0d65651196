using Homeport.Host.Agents;
using Homeport.Host.Services;
using Homeport.Host.Sessions;
using Homeport.Host.Terminals;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Workers;

/// <summary>The workers that are connected. Owns their connections.</summary>
internal sealed partial class WorkerConnections(
    WorkerDirectory directory, WorkerRegistration registration, SessionLog log, TurnReports reports, TurnQueue queue, AgentRegistry agents,
    TerminalReports terminals, TerminalSockets sockets, ServiceControl services, HostOptions options, StopSignal stop, TimeProvider time, ILogger<WorkerConnections> logger) : IAsyncDisposable
{
    /// <summary>Time for a worker that ends to stop its agents and to report, within the five seconds of the host's own stop.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<RpcConnection> _connections = [];
    private readonly List<Task> _background = [];

    /// <summary>Serves a worker over a transport until it closes. Owns the transport. What ran on it goes on, and is found when it is back.</summary>
    public async Task ServeAsync(IRpcTransport transport)
    {
        var link = new WorkerLink(this, registration, log, reports, terminals, sockets, services);
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

        if (link.Worker is { } worker)
        {
            directory.Remove(worker);
            LogGone(worker.Id, reason);
            await sockets.LeaveAsync(worker);
        }

        await connection.DisposeAsync();
    }

    /// <summary>Serves it until it closes, or until this is disposed.</summary>
    public void BeginServing(IRpcTransport transport)
    {
        lock (_gate)
        {
            _background.RemoveAll(task => task.IsCompleted);
            _background.Add(Task.Run(() => ServeAsync(transport), CancellationToken.None));
        }
    }

    public async Task<(ConnectedWorker Worker, WorkerReunion Reunion)> RegisterAsync(
        RegisterWorkerRequest request, RpcConnection connection, CancellationToken cancellationToken)
    {
        var worker = new ConnectedWorker(
            request.WorkerId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString(), request, connection, time)
        {
            IsDraining = IsOutdated(request),
        };
        var reunion = await registration.ReuniteAsync(worker.Id, request, cancellationToken);
        directory.Add(worker);
        LogRegistered(worker.Id, request.Name, request.Version, worker.IsDraining ? ", to be drained" : "");
        if (request.Agents.Count > 0)
        {
            agents.Remember(request.Agents);
        }

        lock (_gate)
        {
            _background.RemoveAll(task => task.IsCompleted);
            _background.Add(Task.Run(() => FollowUpAsync(worker, reunion, request.TookOver), CancellationToken.None));
        }

        queue.Signal();
        return (worker, reunion);
    }

    /// <summary>Says goodbye to each worker, which ends with us when nothing lives on it or all is to end.</summary>
    public async ValueTask DisposeAsync()
    {
        var leave = new LeaveWorkerRequest { EndAll = stop.EndsAll };
        await Task.WhenAll(directory.All.Select(worker => LeaveAsync(worker, leave)));
        RpcConnection[] open;
        Task[] background;
        lock (_gate)
        {
            (open, background) = ([.. _connections], [.. _background]);
        }

        foreach (var connection in open)
        {
            await connection.CloseAsync("the host is stopping");
        }

        await Task.WhenAll(background);
    }

    /// <summary>It speaks another link, or was started by another build or with other settings than this host would.</summary>
    private bool IsOutdated(RegisterWorkerRequest request) =>
        request.LinkVersion != LinkProtocol.Version ||
        (request.Fingerprint is { } fingerprint && fingerprint != options.Sidecar?.Fingerprint);

    private static async Task LeaveAsync(ConnectedWorker worker, LeaveWorkerRequest request)
    {
        using var patience = new CancellationTokenSource(LeavePatience, TimeProvider.System);
        try
        {
            var left = await worker.CallAsync<LeaveWorkerRequest, LeaveWorkerResponse>(WorkerMethods.LeaveWorker, request, patience.Token);
            if (left.Succeeded(out var answer, out _) && answer.Ends)
            {
                await worker.Gone.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It finds that we are gone by itself.
        }
    }

    private async Task FollowUpAsync(ConnectedWorker worker, WorkerReunion reunion, IReadOnlyList<string> tookOver)
    {
        try
        {
            await registration.FollowUpAsync(worker, reunion, CancellationToken.None);
            await services.ReuniteAsync(worker, tookOver, CancellationToken.None);
        }
#pragma warning disable CA1031 // the barrier of a background task: the next registration tries again
        catch (Exception broken)
#pragma warning restore CA1031
        {
            LogBroken(WorkerMethods.AssignTask, broken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Worker {Worker} ({Name}, {Version}) registered{Note}")]
    private partial void LogRegistered(string worker, string name, string version, string note);

    [LoggerMessage(LogLevel.Information, "Worker {Worker} is gone: {Reason}")]
    private partial void LogGone(string worker, string reason);

    [LoggerMessage(LogLevel.Error, "A worker's {Method} could not be handled")]
    private partial void LogBroken(string method, Exception exception);
}
