using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Link;

/// <summary>What sessions say to the host, over the link.</summary>
internal sealed class HostConnection(TimeProvider time) : IHostCalls
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private RpcConnection? _connection;

    private RpcConnection Connection => _connection ?? throw new InvalidOperationException("The link is not open yet.");

    /// <summary>Once, before the first session.</summary>
    public void Use(RpcConnection connection) => _connection = connection;

    public Task<SendExecutionLogResponse> SendLogAsync(SendExecutionLogRequest request, CancellationToken cancellationToken) =>
        InsistAsync(
            token => Connection.CallAsync(
                HostMethods.SendExecutionLog, request, ProtocolJson.Default.SendExecutionLogRequest,
                ProtocolJson.Default.SendExecutionLogResponse, token),
            cancellationToken);

    public ValueTask StreamDeltaAsync(TextDelta delta, CancellationToken cancellationToken) =>
        Connection.NotifyAsync(HostMethods.StreamDelta, delta, ProtocolJson.Default.TextDelta, cancellationToken);

    public Task ReportAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken) => InsistAsync(
        token => Connection.CallAsync(
            HostMethods.ReportTaskComplete, report, ProtocolJson.Default.ReportTaskCompleteRequest, ProtocolJson.Default.NoResponse, token),
        cancellationToken);

    /// <summary>
    /// What the host could not do now (a full disk, a lost database, no answer) is asked again; the host takes each thing once.
    /// A refusal or the end of the link is final.
    /// </summary>
    private async Task<T> InsistAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        while (true)
        {
            try
            {
                return await ask(cancellationToken);
            }
            catch (RpcClosedException closed)
            {
                throw new HostGoneException(closed.Message, closed);
            }
            catch (RpcException refused) when (refused.Code is RpcErrorCode.Conflict or RpcErrorCode.NotFound or RpcErrorCode.InvalidParams)
            {
                throw new HostGoneException(refused.Message, refused);
            }
            catch (Exception passing) when (passing is RpcException or TimeoutException)
            {
                await Task.Delay(wait, time, cancellationToken);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
            }
        }
    }
}
