using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Access;
using Homeport.Host.JsonRpc;
using Homeport.Host.Operations;
using Homeport.Rpc;
using Homeport.Rpc.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Http;

/// <summary><c>/ws</c>: JSON-RPC both ways over a WebSocket (RFC 6455), one text frame for each message.</summary>
internal sealed partial class WebSocketEndpoint(
    OperationCatalogue operations, OperationCalls calls, OpenConnections connections, TimeProvider time, ILogger<WebSocketEndpoint> logger)
{
    public const string Path = "/ws";
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(60);

    private static readonly RpcConnectionOptions Options = RpcConnectionOptions.Default with { MaxConcurrentRequests = 32, MaxWaitingRequests = 256 };

    /// <param name="identified">Who asks, or why nobody may.</param>
    public async Task RunAsync(HttpContext http, Result<Caller> identified)
    {
        var feature = http.Features.Get<IHttpUpgradeFeature>();
        if (Key(http.Request) is not { } key || feature is not { IsUpgradableRequest: true })
        {
            http.Response.Headers.SecWebSocketVersion = "13";
            ProblemHttp.Write(
                http.Response, new Problem(ProblemCode.InvalidRequest, "This is a WebSocket: connect to it with one, version 13."),
                StatusCodes.Status426UpgradeRequired);
            return;
        }

        if (!identified.Succeeded(out var caller, out var problem) || !caller.Can(Permission.Read))
        {
            ProblemHttp.Write(
                http.Response, problem ?? new Problem(ProblemCode.Unauthorized, "Log in first, send a bearer token, or ask for a ticket at /api/auth/ticket."));
            return;
        }

        http.Response.Headers.SecWebSocketAccept = Accept(key);
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.Connection = "Upgrade";
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // a slow reader is sent back to the store, not cut off for its speed
        }

        await using var frames = new FrameStream(await feature.UpgradeAsync(), ReadWithin, time);
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

    /// <returns>The client's key; null for a request that asks for no WebSocket.</returns>
    private static string? Key(HttpRequest request)
    {
        var headers = request.Headers;
        var key = headers.SecWebSocketKey.ToString();
        return HttpMethods.IsGet(request.Method) &&
            headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase) &&
            headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase) &&
            headers.SecWebSocketVersion == "13" && key.Length == 24
                ? key
                : null;
    }

    private static string Accept(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        Hash(Encoding.ASCII.GetBytes(key + AcceptSuffix), hash);
        return Convert.ToBase64String(hash);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The protocol names SHA-1; it protects nothing here.")]
    private static void Hash(ReadOnlySpan<byte> text, Span<byte> hash) => SHA1.HashData(text, hash);

    [LoggerMessage(LogLevel.Error, "{Method} failed outside of its operation")]
    private partial void LogFailed(Exception exception, string method);
}
