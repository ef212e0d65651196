using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Homeport.Protocol;
using Homeport.Rpc;
using Homeport.Rpc.WebSockets;

namespace Homeport.Cli.Client;

/// <summary>A WebSocket to the host over its owner socket, for what is pushed.</summary>
internal sealed class EventStream : IRpcHandler, IAsyncDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    private readonly Channel<RpcRequest> _pushed = Channel.CreateBounded<RpcRequest>(256);
    private readonly RpcConnection _connection;
    private readonly HttpMessageInvoker _invoker;

    private EventStream(WebSocketTransport transport, HttpMessageInvoker invoker, TimeProvider time)
    {
        _invoker = invoker;
        _connection = new RpcConnection(transport, this, RpcConnectionOptions.Default, time);
        _connection.Start();
        Ended = EndAsync();
    }

    /// <summary>Completes when the host closed the connection.</summary>
    public Task Ended { get; }

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket and the invoker; a failed start disposes them.")]
    public static async Task<EventStream> OpenAsync(HostClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        var invoker = new HttpMessageInvoker(client.Handler, disposeHandler: false);
        using var patience = new CancellationTokenSource(CallLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(new Uri("ws://localhost/ws"), invoker, stop.Token);
            return new EventStream(new WebSocketTransport(socket, time), invoker, time);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            invoker.Dispose();
            throw exception switch
            {
                WebSocketException { InnerException: HttpRequestException { InnerException: CommandException inner } } => inner,
                WebSocketException => new CommandException(ExitCodes.Failed, ErrorCodes.Unavailable, $"The host's event stream cannot be opened: {exception.Message}"),
                OperationCanceledException when !cancellationToken.IsCancellationRequested =>
                    new CommandException(ExitCodes.TimedOut, ErrorCodes.Timeout, "The host did not open its event stream in time."),
                _ => exception,
            };
        }
    }

    public async Task<TResponse> CallAsync<TRequest, TResponse>(string operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull
    {
        try
        {
            return await _connection.CallAsync(
                operation, request, HostClient.TypeOf<TRequest>(), HostClient.TypeOf<TResponse>(), CallLimit, cancellationToken);
        }
        catch (RpcException refused)
        {
            var data = refused.Error.Data?.Deserialize(ProtocolJson.Default.ErrorData) ?? new ErrorData { Code = ErrorCodes.Internal, Detail = refused.Message };
            throw new CommandException(ExitCodes.Of(data.Code), data);
        }
    }

    /// <summary>What the host pushes, until it closes the connection.</summary>
    public IAsyncEnumerable<RpcRequest> ReadAllAsync(CancellationToken cancellationToken) => _pushed.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Waits while the reader is behind, so that the host slows down instead of us growing.</summary>
    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        await _pushed.Writer.WriteAsync(request, cancellationToken);
        return RpcReply.Empty;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Ended;
        _invoker.Dispose();
    }

    private async Task EndAsync()
    {
        await _connection.Closed;
        _pushed.Writer.TryComplete();
    }
}
