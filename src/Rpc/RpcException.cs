namespace Homeport.Rpc;

/// <summary>On the calling side: the peer answered with an error. In a handler: answer with this error.</summary>
public sealed class RpcException(RpcError error) : Exception(error.Message)
{
    public RpcException(int code, string message)
        : this(new RpcError(code, message))
    {
    }

    public RpcError Error { get; } = error;

    public int Code => Error.Code;
}
