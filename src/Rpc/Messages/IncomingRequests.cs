using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Homeport.Rpc.Messages;

/// <summary>What the peer asks of us: handed to the handler, and answered.</summary>
internal sealed class IncomingRequests(
    RpcConnection connection, IRpcHandler handler, RpcConnectionOptions options, RpcWriter writer, Outbox outbox, Ending ending) : IDisposable
{
    private readonly RequestSlots _slots = new(options.MaxConcurrentRequests, options.MaxWaitingRequests);
    private readonly ConcurrentDictionary<RpcId, CancellationTokenSource> _running = new();
    private readonly CancellationTokenSource _requests = new();
    private readonly CancellationTokenSource _notifications = new();
    private readonly AsyncLocal<bool> _isInsideInbox = new();

    /// <summary>Whether the current flow is a handler for which the inbox waits: an answer must not queue behind it.</summary>
    public bool IsInsideInbox => _isInsideInbox.Value;

    /// <summary>Handles a notification to its end.</summary>
    public Task NotifyAsync(RpcMessage message) =>
        HandleInsideInboxAsync(new RpcRequest(message.Method!, null, message.Payload, connection), _notifications.Token);

    /// <summary>Begins a request, or with <see cref="RpcRequestOrder.OneAtATime"/> handles it to its end.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "AnswerAsync disposes it.")]
    public async Task BeginAsync(RpcMessage message)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_requests.Token);
        if (!message.Id.IsNull && !_running.TryAdd(message.Id, cancellation))
        {
            cancellation.Dispose();
            TryReply(message.Id, RpcErrorCode.InvalidRequest, $"The id {message.Id} is in use by a request that is not answered yet.");
            return;
        }

        var request = new RpcRequest(message.Method!, message.Id, message.Payload, connection);
        if (options.RequestOrder == RpcRequestOrder.OneAtATime)
        {
            await AnswerAsync(request, cancellation, isInsideInbox: true);
        }
        else if (!TryAdmit(() => AnswerAsync(request, cancellation, isInsideInbox: false), message.Id))
        {
            _running.TryRemove(message.Id, out _);
            cancellation.Dispose();
        }
    }

    public void BeginBatch(ReadOnlyMemory<byte> json) => TryAdmit(() => AnswerBatchAsync(json), RpcId.Null);

    /// <summary>The peer takes a request back: <c>{"id": …}</c>.</summary>
    public void Cancel(RpcMessage message)
    {
        try
        {
            var reader = new Utf8JsonReader(message.Payload.Span);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(options.CancelParameter) && reader.Read()
                    && RpcId.TryRead(ref reader, out var id) && _running.TryGetValue(id, out var cancellation))
                {
                    cancellation.Cancel();
                    return;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // It is being answered right now.
        }
    }

    /// <summary>The peer is gone: nobody would read a reply, but what it told us before is still handled.</summary>
    public Task CancelRequestsAsync() => _requests.CancelAsync();

    /// <summary>This side ends it.</summary>
    public Task CancelAllAsync() => Task.WhenAll(_requests.CancelAsync(), _notifications.CancelAsync());

    public Task WhenIdle() => _slots.WhenIdle();

    public void Dispose()
    {
        _requests.Dispose();
        _notifications.Dispose();
    }

    private bool TryAdmit(Func<Task> work, RpcId id)
    {
        if (_slots.TryAdmit(work, startHere: options.RequestOrder == RpcRequestOrder.StartInOrder))
        {
            return true;
        }

        if (!TryReply(id, RpcErrorCode.Unavailable, $"{options.MaxWaitingRequests} requests wait already. Send fewer at once, and try again."))
        {
            ending.Abort("the peer sends requests without reading answers");
        }

        return false;
    }

    private async Task AnswerAsync(RpcRequest request, CancellationTokenSource cancellation, bool isInsideInbox)
    {
        RpcReply reply;
        using (cancellation)
        {
            reply = cancellation.IsCancellationRequested ? RpcReply.Failed(RpcErrorCode.Cancelled, $"'{request.Method}' was cancelled.")
                : isInsideInbox ? await HandleInsideInboxAsync(request, cancellation.Token)
                : await RpcDispatch.InvokeAsync(handler, request, options.OnHandlerFailure, cancellation.Token);
            _running.TryRemove(request.Id!.Value, out _);
        }

        await ReplyAsync(buffer => writer.Reply(buffer, request.Id.Value, reply));
    }

    private async Task AnswerBatchAsync(ReadOnlyMemory<byte> json)
    {
        var batch = RpcBatch.Parse(json, RpcBatch.DefaultMaxEntries, connection);
        if (await batch.AnswerAsync(handler, options.OnHandlerFailure, _requests.Token) is { } answer)
        {
            await ReplyAsync(buffer =>
            {
                answer.CopyTo(buffer.GetSpan(answer.Length));
                buffer.Advance(answer.Length);
            });
        }
    }

    /// <summary>Marks the flow, so that a call made in the handler does not wait for the inbox which waits for the handler.</summary>
    private async Task<RpcReply> HandleInsideInboxAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        _isInsideInbox.Value = true;
        return await RpcDispatch.InvokeAsync(handler, request, options.OnHandlerFailure, cancellationToken);
    }

    private async Task ReplyAsync(Action<PooledBuffer> write)
    {
        try
        {
            if (!_requests.IsCancellationRequested)
            {
                await outbox.QueueAsync(write, _requests.Token);
            }
        }
        catch (Exception e) when (e is RpcClosedException or OperationCanceledException)
        {
            // Nobody is left to read it.
        }
    }

    private bool TryReply(RpcId id, int code, string message) =>
        outbox.TryQueue(buffer => writer.Reply(buffer, id, RpcReply.Failed(code, message)));
}
