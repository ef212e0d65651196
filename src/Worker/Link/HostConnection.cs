using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Rpc;
using Homeport.Worker.Journal;
using Homeport.Worker.Runs;
using Homeport.Worker.Services;

namespace Homeport.Worker.Link;

/// <summary>What lives on this worker says to the host, over whichever connection there is. Calls wait while there is none.</summary>
internal sealed class HostConnection(TimeProvider time) : IHostCalls, IServiceNotices
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TaskCompletionSource<RpcConnection> _open = NewOpening();
    private volatile RpcConnection? _current;

    /// <summary>Null while no host is there.</summary>
    public RpcConnection? Current => _current;

    /// <summary>The host has taken this worker's registration on this connection.</summary>
    public void Open(RpcConnection connection)
    {
        lock (_gate)
        {
            _current = connection;
            _open.TrySetResult(connection);
        }
    }

    /// <summary>The connection is over; the next one is waited for.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_current is not null)
            {
                _current = null;
                _open = NewOpening();
            }
        }
    }

    /// <summary>The connection to a host, now or when one is there again.</summary>
    public Task<RpcConnection> WhenOpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _open.Task.WaitAsync(cancellationToken);
        }
    }

    public Task<SendExecutionLogResponse> SendLogAsync(LogBatch batch, CancellationToken cancellationToken) => InsistAsync(
        (connection, token) => connection.CallAsync(
            HostMethods.SendExecutionLog, batch.Write, ProtocolJson.Default.SendExecutionLogResponse, token),
        cancellationToken);

    public async ValueTask StreamDeltaAsync(TextDelta delta, CancellationToken cancellationToken)
    {
        try
        {
            if (Current is { } connection)
            {
                await connection.NotifyAsync(HostMethods.StreamDelta, delta, ProtocolJson.Default.TextDelta, cancellationToken);
            }
        }
        catch (RpcClosedException)
        {
            // Live text is for whoever watches now; the journal brings it again.
        }
    }

    public async ValueTask TellAsync(ServiceStatus status, CancellationToken cancellationToken)
    {
        try
        {
            if (Current is { } connection)
            {
                await connection.NotifyAsync(HostMethods.ServiceChanged, status, ProtocolJson.Default.ServiceStatus, cancellationToken);
            }
        }
        catch (RpcClosedException)
        {
            // The host asks for all of them when it is back.
        }
    }

    public Task ReportAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken) => InsistAsync(
        (connection, token) => connection.CallAsync(
            HostMethods.ReportTaskComplete, report, ProtocolJson.Default.ReportTaskCompleteRequest, ProtocolJson.Default.NoResponse, token),
        cancellationToken);

    private static TaskCompletionSource<RpcConnection> NewOpening() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// What the host could not do now (it is away, its disk is full, no answer) is asked again; the host takes each thing once.
    /// A refusal is final.
    /// </summary>
    private async Task<T> InsistAsync<T>(Func<RpcConnection, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        while (true)
        {
            var connection = await WhenOpenAsync(cancellationToken);
            try
            {
                return await ask(connection, cancellationToken);
            }
            catch (RpcException refused) when (refused.Code is RpcErrorCode.Conflict or RpcErrorCode.NotFound or RpcErrorCode.InvalidParams)
            {
                throw new LeaseLostException(refused.Message, refused);
            }
            catch (Exception passing) when (passing is RpcException or RpcClosedException or TimeoutException)
            {
                await Task.Delay(wait, time, cancellationToken);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
            }
        }
    }
}
