using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Rpc.Messages;

namespace Homeport.Rpc;

/// <summary>
/// One side of a JSON-RPC 2.0 connection: calls the peer and answers it, both at once. Owns its transport.
/// <para>
/// Order: messages of the peer pass one inbox. Notifications are handled one after another; a request begins, and the
/// caller of an answered call continues, only after every notification that came before was handled. A call made inside a
/// notification handler is the exception: its answer overtakes, or it would wait for itself.
/// </para>
/// </summary>
public sealed class RpcConnection : IAsyncDisposable
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    private readonly IRpcTransport _transport;
    private readonly RpcConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly RpcWriter _writer;
    private readonly Ending _ending = new();
    private readonly PendingCalls _calls = new();
    private readonly Outbox _outbox;
    private readonly IncomingRequests _requests;
    private readonly Inbox _inbox;
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task _sending = Task.CompletedTask;
    private Task _loops = Task.CompletedTask;
    private bool _isStarted;
    private Task? _closing;

    public RpcConnection(IRpcTransport transport, IRpcHandler handler, RpcConnectionOptions options, TimeProvider time)
    {
        (_transport, _options, _time) = (transport, options, time);
        _writer = new RpcWriter(options.RequireVersion);
        _outbox = new Outbox(transport, options, time, _ending);
        _requests = new IncomingRequests(this, handler, options, _writer, _outbox, _ending);
        _inbox = new Inbox(transport, options, _calls, _requests, _outbox, _writer, _ending);
    }

    /// <summary>Completes with the reason once the connection is over, whoever ended it. Never fails.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>Begins to read and send; messages queued before are kept until now. Call it once.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isStarted)
            {
                throw new InvalidOperationException("The connection was started before.");
            }

            _isStarted = true;
            if (_closing is null)
            {
                _sending = Task.Run(() => _outbox.SendAllAsync(_ending.Traffic));
                _loops = Task.WhenAll(Task.Run(() => _inbox.ReceiveAllAsync(_ending.Traffic)), Task.Run(HandleAllAsync), _sending);
            }
        }
    }

    /// <summary>Calls and waits for the answer, at most <see cref="RpcConnectionOptions.CallTimeout"/>.</summary>
    /// <exception cref="RpcException">The peer answered with an error.</exception>
    /// <exception cref="RpcClosedException">The connection ended first.</exception>
    /// <exception cref="TimeoutException">The answer did not come in time.</exception>
    public Task<JsonElement> CallAsync(string method, JsonElement? parameters, CancellationToken cancellationToken) =>
        CallAsync(method, parameters, _options.CallTimeout, cancellationToken);

    /// <inheritdoc cref="CallAsync(string, JsonElement?, CancellationToken)"/>
    public async Task<JsonElement> CallAsync(
        string method, JsonElement? parameters, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = await CallRawAsync(
            method, (buffer, id) => _writer.Request(buffer, id, method, parameters), timeout, cancellationToken);
        return JsonText.ToElement(answer.Span);
    }

    /// <inheritdoc cref="CallAsync(string, JsonElement?, CancellationToken)"/>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken)
        where TResponse : notnull =>
        CallAsync(method, request, requestType, responseType, _options.CallTimeout, cancellationToken);

    /// <inheritdoc cref="CallAsync(string, JsonElement?, CancellationToken)"/>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType,
        TimeSpan timeout, CancellationToken cancellationToken)
        where TResponse : notnull =>
        CallAsync(method, (buffer, id) => _writer.Request(buffer, id, method, request, requestType), responseType, timeout, cancellationToken);

    /// <summary>As the other calls, with parameters that the caller writes: one value, at once.</summary>
    /// <inheritdoc cref="CallAsync(string, JsonElement?, CancellationToken)"/>
    public Task<TResponse> CallAsync<TResponse>(
        string method, Action<Utf8JsonWriter> writeParameters, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : notnull =>
        CallAsync(
            method, (buffer, id) => _writer.Request(buffer, id, method, writeParameters), responseType, _options.CallTimeout, cancellationToken);

    /// <summary>Sends a notification; returns when it is queued, which waits while the queue is full.</summary>
    /// <exception cref="RpcClosedException">The connection is over.</exception>
    public ValueTask NotifyAsync(string method, JsonElement? parameters, CancellationToken cancellationToken) =>
        _outbox.QueueAsync(buffer => _writer.Request(buffer, null, method, parameters), cancellationToken);

    /// <inheritdoc cref="NotifyAsync(string, JsonElement?, CancellationToken)"/>
    public ValueTask NotifyAsync<T>(string method, T parameters, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken) =>
        _outbox.QueueAsync(buffer => _writer.Request(buffer, null, method, parameters, typeInfo), cancellationToken);

    /// <summary>
    /// Sends what is queued, closes the transport, fails waiting calls with the reason, and cancels the handlers. Bounded by
    /// some seconds, idempotent. Do not wait for it inside a handler of this connection.
    /// </summary>
    public Task CloseAsync(string reason)
    {
        lock (_gate)
        {
            return _closing ??= Task.Run(() => CloseOnceAsync(reason));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(Ending.ByUs);
        _requests.Dispose();
        _ending.Dispose();
    }

    private static RpcException BadAnswer(string method, string? path) => new(
        RpcErrorCode.InternalError, $"The answer to '{method}' does not have the expected shape (at {path ?? "$"}). Are both sides of the same version?");

    private async Task<TResponse> CallAsync<TResponse>(
        string method, Action<PooledBuffer, RpcId> write, JsonTypeInfo<TResponse> responseType, TimeSpan timeout,
        CancellationToken cancellationToken)
        where TResponse : notnull
    {
        var answer = await CallRawAsync(method, write, timeout, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(answer.Span, responseType) ?? throw BadAnswer(method, "$");
        }
        catch (JsonException e)
        {
            throw BadAnswer(method, e.Path);
        }
    }

    private async Task<ReadOnlyMemory<byte>> CallRawAsync(
        string method, Action<PooledBuffer, RpcId> write, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var call = _calls.Add(_requests.IsInsideInbox);
        var isQueued = false;
        try
        {
            await _outbox.QueueAsync(buffer => write(buffer, call.Id), cancellationToken);
            isQueued = true;
            return await call.Answer.WaitAsync(timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{method}' was not answered within {timeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            if (_calls.Remove(call) && isQueued && _options.CancelMethod is { } cancelMethod)
            {
                _outbox.TryQueue(buffer => _writer.Cancel(buffer, cancelMethod, _options.CancelParameter, call.Id));
            }
        }
    }

    private async Task HandleAllAsync()
    {
        await _inbox.HandleAllAsync();
        Finish();
    }

    private async Task CloseOnceAsync(string reason)
    {
        _ending.Note(reason);
        _outbox.Complete();
        await WaitAsync(_sending);
        _ending.Abort(reason);
        await _requests.CancelAllAsync();
        await _transport.DisposeAsync();
        Finish();
        await WaitAsync(_loops);
        await WaitAsync(_requests.WhenIdle());
    }

    /// <summary>Gives up after a while: a handler that ignores its token is its owner's bug, and the connection is over all the same.</summary>
    private async Task WaitAsync(Task task)
    {
        try
        {
            await task.WaitAsync(ClosePatience, _time);
        }
        catch (TimeoutException)
        {
        }
    }

    private void Finish()
    {
        _outbox.Complete();
        _calls.Close(_ending.Reason);
        _closed.TrySetResult(_ending.Reason);
    }
}
