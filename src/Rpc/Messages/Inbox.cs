using System.Threading.Channels;

namespace Homeport.Rpc.Messages;

/// <summary>What the peer sends: read by one loop as far ahead as the capacity allows, handled by another in its order.</summary>
internal sealed class Inbox(
    IRpcTransport transport, RpcConnectionOptions options, PendingCalls calls, IncomingRequests requests,
    Outbox outbox, RpcWriter writer, Ending ending)
{
    private const int ReportedBytes = 4096;

    private readonly Channel<Incoming> _queue = Channel.CreateBounded<Incoming>(
        new BoundedChannelOptions(options.InboxCapacity) { SingleReader = true, SingleWriter = true });

    /// <summary>Reads until the peer or this side ends it; then says why in <see cref="Ending"/>.</summary>
    public async Task ReceiveAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReceiveOneAsync(cancellationToken))
            {
            }

            ending.Note("the peer closed it");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            ending.Note(e.Message);
        }
        catch (OperationCanceledException)
        {
            ending.Note(Ending.ByUs);
        }
        finally
        {
            calls.Refuse(ending.Reason);
            _queue.Writer.TryComplete();
            await requests.CancelRequestsAsync();
        }
    }

    private async Task<bool> ReceiveOneAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await transport.ReceiveAsync(cancellationToken) is not { } received)
            {
                return false;
            }

            var json = received.ToArray();
            await SortAsync(new Incoming(RpcMessage.Parse(json, options.RequireVersion), json), cancellationToken);
        }
        catch (RpcMessageTooLargeException e)
        {
            Report(RpcAnomalyKind.TooLarge, e.Message, e.Beginning);
            AnswerMalformed(RpcId.Null, RpcErrorCode.InvalidRequest, e.Message);
        }

        return true;
    }

    private async ValueTask SortAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        var (message, json) = incoming;
        switch (message.Kind)
        {
            case RpcMessageKind.Malformed:
                Report(RpcAnomalyKind.Malformed, message.Fault!, json);
                AnswerMalformed(RpcId.Null, RpcErrorCode.ParseError, message.Fault!);
                break;
            case RpcMessageKind.Invalid:
                Report(RpcAnomalyKind.Invalid, message.Fault!, json);
                AnswerMalformed(message.Id, RpcErrorCode.InvalidRequest, message.Fault!);
                break;
            case RpcMessageKind.Notification when message.Method == options.CancelMethod:
                requests.Cancel(message);
                break;
            case RpcMessageKind.Result or RpcMessageKind.Error when calls.Overtakes(message):
                Complete(message, json);
                break;
            case RpcMessageKind.Request or RpcMessageKind.Notification or RpcMessageKind.Batch or RpcMessageKind.Result or RpcMessageKind.Error:
                await _queue.Writer.WriteAsync(incoming, cancellationToken);
                break;
        }
    }

    /// <summary>Handles what was received, in order, until everything is handled that came before the end.</summary>
    public async Task HandleAllAsync()
    {
        await foreach (var (message, json) in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            switch (message.Kind)
            {
                case RpcMessageKind.Notification:
                    await requests.NotifyAsync(message);
                    break;
                case RpcMessageKind.Request:
                    await requests.BeginAsync(message);
                    break;
                case RpcMessageKind.Batch:
                    requests.BeginBatch(json);
                    break;
                case RpcMessageKind.Result or RpcMessageKind.Error:
                    Complete(message, json);
                    break;
                case RpcMessageKind.Invalid or RpcMessageKind.Malformed:
                    break; // answered before it could get here
            }
        }
    }

    private void Complete(RpcMessage answer, ReadOnlyMemory<byte> json)
    {
        if (!calls.TryComplete(answer))
        {
            var wasIssued = answer.Id.Number is { } number && calls.WasIssued(number);
            Report(
                wasIssued ? RpcAnomalyKind.LateResponse : RpcAnomalyKind.UnknownResponse,
                wasIssued ? $"Call {answer.Id} was answered before, cancelled, or timed out." : $"No call has the id {answer.Id}.",
                json);
        }
    }

    private void Report(RpcAnomalyKind kind, string detail, ReadOnlyMemory<byte> json) =>
        options.OnMalformed?.Invoke(new RpcAnomaly(kind, detail, json[..Math.Min(json.Length, ReportedBytes)].ToArray()));

    private void AnswerMalformed(RpcId id, int code, string detail)
    {
        if (options.AnswerMalformed)
        {
            outbox.TryQueue(buffer => writer.Reply(buffer, id, RpcReply.Failed(code, detail)));
        }
    }

    /// <summary>A message that waits, on bytes of its own.</summary>
    private readonly record struct Incoming(RpcMessage Message, ReadOnlyMemory<byte> Json);
}
