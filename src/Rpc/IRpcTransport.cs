namespace Homeport.Rpc;

/// <summary>
/// Carries whole JSON texts between two peers. One reader and one writer use it at a time; both directions may run at once.
/// Disposing it closes the connection and ends a waiting receive.
/// </summary>
public interface IRpcTransport : IAsyncDisposable
{
    /// <summary>The next message, valid until the next call; null once the peer has closed.</summary>
    /// <exception cref="RpcMessageTooLargeException">One message was skipped; receiving can go on.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends one message; returns when the operating system or the peer has taken it, so a slow peer slows us.</summary>
    /// <param name="message">UTF-8; the caller may reuse it afterwards.</param>
    /// <param name="cancellationToken">Cancelling may leave half a message behind: close the connection then.</param>
    /// <exception cref="IOException">The connection broke or is closed.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
