namespace Homeport.Rpc;

/// <summary>The dialect and the limits of a connection.</summary>
public sealed record RpcConnectionOptions
{
    /// <summary>For our own peers.</summary>
    public static RpcConnectionOptions Default { get; } = new();

    /// <summary>Whether messages carry <c>"jsonrpc":"2.0"</c>. False neither writes nor demands it.</summary>
    public bool RequireVersion { get; init; } = true;

    /// <summary>How long a call waits for its answer unless it says otherwise.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the peer may refuse to take one message before the connection is closed.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests of the peer that are handled at once; more of them wait.</summary>
    public int MaxConcurrentRequests { get; init; } = 64;

    /// <summary>Requests of the peer that may wait; further ones are answered as unavailable.</summary>
    public int MaxWaitingRequests { get; init; } = 4096;

    public RpcRequestOrder RequestOrder { get; init; } = RpcRequestOrder.Concurrent;

    /// <summary>Messages read ahead of the handler before we stop reading, which slows the peer down.</summary>
    public int InboxCapacity { get; init; } = 256;

    /// <summary>Messages waiting to be sent before senders have to wait.</summary>
    public int OutboxCapacity { get; init; } = 256;

    /// <summary>
    /// The notification that takes a call back, with params <c>{"id": …}</c>: sent when a call is cancelled or times out,
    /// obeyed when received. Null for a peer that knows none.
    /// </summary>
    public string? CancelMethod { get; init; } = "$/cancelRequest";

    /// <summary>What the id is called in it.</summary>
    public string CancelParameter { get; init; } = "id";

    /// <summary>Whether a message that cannot be understood is answered by an error with a null id. Off for agents that print.</summary>
    public bool AnswerMalformed { get; init; } = true;

    /// <summary>Told about what a correct peer does not send; called on the reading loop, so it must be quick and not throw.</summary>
    public Action<RpcAnomaly>? OnMalformed { get; init; }

    /// <summary>Told about a handler's exception that the peer sees as an internal error only. Must not throw.</summary>
    public Action<RpcRequest, Exception>? OnHandlerFailure { get; init; }
}
