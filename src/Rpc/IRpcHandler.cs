namespace Homeport.Rpc;

/// <summary>Answers what the peer asks. Requests come concurrently, notifications one at a time in their order.</summary>
public interface IRpcHandler
{
    /// <summary>
    /// The reply of a notification is not sent. Throw <see cref="RpcException"/> to answer with its error; any other
    /// exception is answered as an internal error without its details.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Cancelled when the peer takes the request back or the connection ends.</param>
    ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken);
}
