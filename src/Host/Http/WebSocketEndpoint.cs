using System.Net.WebSockets;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Access;
using Homeport.Host.JsonRpc;
using Homeport.Host.Operations;
using Homeport.Rpc;
using Homeport.Rpc.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Http;

/// <summary><c>/ws</c>: JSON-RPC both ways over a WebSocket (RFC 6455), one text frame for each message.</summary>
internal sealed partial class WebSocketEndpoint(
    OperationCatalogue operations, OperationCalls calls, OpenConnections connections, TimeProvider time, ILogger<WebSocketEndpoint> logger)
{
    public const string Path = "/ws";

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(1);

    private static readonly RpcConnectionOptions Options = RpcConnectionOptions.Default with { MaxConcurrentRequests = 32, MaxWaitingRequests = 256 };

    /// <param name="identified">Who asks, or why nobody may.</param>
    public async Task RunAsync(HttpContext http, Result<Caller> identified)
    {
        if (!WebSocketUpgrade.MayOpen(http, identified, Permission.Read, out var caller))
        {
            return;
        }

        await using var frames = await WebSocketUpgrade.OpenAsync(http, time);
        await TalkAsync(frames, caller, http.RequestAborted);
    }

    private async Task TalkAsync(FrameStream frames, Caller caller, CancellationToken cancellationToken)
    {
        using var socket = WebSocket.CreateFromStream(
            frames, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin });
        await using var receiving = new WebSocketTransport(socket, time, HostServer.MaxBodyBytes);
        await using var transport = new SessionTransport(receiving, frames);
        await using var session = new RpcSession(caller, transport, time);
        await using var connection = new RpcConnection(
            transport, new OperationRpcHandler(operations, calls, caller, session),
            Options with { OnHandlerFailure = (request, exception) => LogFailed(exception, request.Method) }, time);
        using var entry = connections.Add(caller.CredentialId, end => CloseAsync(socket, connection, end));
        connection.Start();
        await using var aborted = cancellationToken.Register(() => connection.CloseAsync("the connection broke"));
        await connection.Closed;
    }

    /// <summary>Tells the client why before the connection ends, so that it can tell a revoked login from a broken line.</summary>
    private async Task CloseAsync(WebSocket socket, RpcConnection connection, ConnectionEnd end)
    {
        var (status, reason) = end switch
        {
            ConnectionEnd.LoginRevoked => (WebSocketCloseStatus.PolicyViolation, "the login was revoked"),
            ConnectionEnd.HostStopping => (WebSocketCloseStatus.EndpointUnavailable, "Homeport is stopping"),
        };
        using var patience = new CancellationTokenSource(CloseWithin, time);
        try
        {
            await socket.CloseOutputAsync(status, reason, patience.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone or does not read; then it learns it from the lost connection.
        }

        await connection.CloseAsync(reason);
    }

    [LoggerMessage(LogLevel.Error, "{Method} failed outside of its operation")]
    private partial void LogFailed(Exception exception, string method);
}
