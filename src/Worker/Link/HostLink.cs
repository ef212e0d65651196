using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Link;

/// <summary>
/// Keeps a connection to the host for as long as the worker lives: dials, registers, serves, shows that it lives, and dials
/// again when the connection is lost. What lives on the worker does not notice.
/// </summary>
internal sealed partial class HostLink(
    DialHost dial, IRpcHandler methods, HostConnection host, ILinkFacts facts, TimeProvider time, ILogger<HostLink> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private long _lostAt = time.GetTimestamp();

    /// <summary>How long no host has been there; nothing while one is.</summary>
    public TimeSpan? AloneFor
    {
        get
        {
            lock (_gate)
            {
                return host.Current is null ? time.GetElapsedTime(_lostAt) : null;
            }
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(await dial(cancellationToken), cancellationToken);
                wait = FirstWait;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is IOException or RpcException or RpcClosedException or TimeoutException)
            {
                LogAway(away.Message);
            }

            try
            {
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait;
        }
    }

    private async Task ServeAsync(IRpcTransport transport, CancellationToken cancellationToken)
    {
        await using var connection = new RpcConnection(
            transport, new RegisteredFirst(methods, host),
            new RpcConnectionOptions { OnHandlerFailure = (request, broken) => LogBroken(request.Method, broken) }, time);
        connection.Start();
        var registered = await connection.CallAsync(
            HostMethods.RegisterWorker, facts.Registration(),
            ProtocolJson.Default.RegisterWorkerRequest, ProtocolJson.Default.RegisterWorkerResponse, cancellationToken);
        host.Open(connection);
        LogConnected(registered.WorkerId);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beating = BeatAsync(connection, registered, over.Token);
        try
        {
            await facts.ObeyAsync(registered.Revoked, registered.Drain);
            var reason = await connection.Closed.WaitAsync(cancellationToken);
            LogLost(reason);
        }
        finally
        {
            host.Close();
            lock (_gate)
            {
                _lostAt = time.GetTimestamp();
            }

            await over.CancelAsync();
            await beating;
        }
    }

    /// <summary>Shows the host that this worker lives, and keeps the leases of what it runs.</summary>
    private async Task BeatAsync(RpcConnection connection, RegisterWorkerResponse registered, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(registered.HeartbeatSeconds), time);
        try
        {
            while (await tick.WaitForNextTickAsync(cancellationToken))
            {
                var answer = await connection.CallAsync(
                    HostMethods.WorkerHeartbeat, facts.Heartbeat(registered.WorkerId),
                    ProtocolJson.Default.WorkerHeartbeatRequest, ProtocolJson.Default.WorkerHeartbeatResponse, cancellationToken);
                await facts.ObeyAsync(answer.Revoked, drain: false);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
        catch (Exception lost) when (lost is RpcException or RpcClosedException or TimeoutException)
        {
            LogBeatLost(lost.Message);
            await connection.CloseAsync("the host does not hear this worker"); // and dial again
        }
    }

    [LoggerMessage(LogLevel.Information, "Connected to the host as worker {Worker}")]
    private partial void LogConnected(string worker);

    [LoggerMessage(LogLevel.Information, "The connection to the host is over: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(LogLevel.Debug, "No host is there: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "The host does not hear this worker any more: {Reason}")]
    private partial void LogBeatLost(string reason);

    [LoggerMessage(LogLevel.Error, "{Method} could not be done")]
    private partial void LogBroken(string method, Exception exception);
}
