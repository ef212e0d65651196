namespace Homeport.Rpc;

/// <summary>How requests of the peer stand to what it sends after them. Each begins after all earlier notifications were handled.</summary>
public enum RpcRequestOrder
{
    /// <summary>Handled on the thread pool, side by side.</summary>
    Concurrent,

    /// <summary>The handler runs up to its first wait before the next message is looked at, then side by side.</summary>
    StartInOrder,

    /// <summary>One is answered before the next message is looked at.</summary>
    OneAtATime,
}
