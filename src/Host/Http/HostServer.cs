using Homeport.Platform.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Homeport.Host.Http;

/// <summary>Kestrel by itself, without the web host around it: the pipeline is ours, and the start is the faster for it.</summary>
internal sealed class HostServer : IHttpApplication<ConnectionScope>, IAsyncDisposable
{
    public const int MaxBodyBytes = 1 << 20;

    private readonly KestrelServer _server;
    private readonly TaskCompletionSource<RequestPipeline> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestPipeline? _pipeline;

    public HostServer(HostSockets sockets, ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = NoServices.Instance };
        options.Limits.MaxRequestBodySize = MaxBodyBytes;
        options.Limits.MaxRequestBufferSize = 2 * MaxBodyBytes;
        options.Limits.MaxRequestHeadersTotalSize = 64 << 10;
        foreach (var endpoint in sockets.Endpoints)
        {
            options.Listen(endpoint, static listen => listen.Protocols = HttpProtocols.Http1);
        }

        options.ListenUnixSocket(sockets.SocketPath, static listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(static next => connection => AdmitOwner(connection, next));
        });
        var transport = new SocketTransportOptions { CreateBoundListenSocket = sockets.Take };
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(transport), loggers), loggers);
    }

    /// <summary>Takes connections. Their requests wait for <see cref="Open"/>, so that this can run beside what it needs.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(this, cancellationToken);

    public void Open(RequestPipeline pipeline)
    {
        _pipeline = pipeline;
        _opened.TrySetResult(pipeline);
    }

    /// <summary>Takes no new connection, lets the requests that run finish until the token says otherwise.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ConnectionScope CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<ConnectionScope> container)
        {
            return new ConnectionScope(contextFeatures);
        }

        if (container.HostContext is { } scope)
        {
            scope.Http.Initialize(contextFeatures);
            return scope;
        }

        return container.HostContext = new ConnectionScope(contextFeatures);
    }

    public Task ProcessRequestAsync(ConnectionScope context) => _pipeline is { } pipeline ? pipeline.RunAsync(context) : WaitAsync(context);

    public void DisposeContext(ConnectionScope context, Exception? exception)
    {
        context.Sink.End();
        context.Http.Uninitialize();
    }

    public ValueTask DisposeAsync()
    {
        _opened.TrySetCanceled();
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WaitAsync(ConnectionScope context)
    {
        var pipeline = await _opened.Task;
        await pipeline.RunAsync(context);
    }

    private static Task AdmitOwner(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is not { } feature || !PeerIdentity.Of(feature.Socket).IsCurrentUser)
        {
            connection.Abort(new ConnectionAbortedException("The process at the other end belongs to another user."));
            return Task.CompletedTask;
        }

        connection.Features.Set(OwnerSocketPeer.Checked);
        return next(connection);
    }

    /// <summary>Kestrel asks for services only for TLS and for settings files, and we give it neither.</summary>
    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
