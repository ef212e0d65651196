using System.Diagnostics.CodeAnalysis;

namespace Homeport.Rpc.Messages;

/// <summary>The barrier around a handler: whatever it throws becomes a reply.</summary>
internal static class RpcDispatch
{
    [SuppressMessage("Design", "CA1031", Justification = "The barrier of RPC dispatch: one handler's bug must not end the connection.")]
    public static async ValueTask<RpcReply> InvokeAsync(
        IRpcHandler handler, RpcRequest request, Action<RpcRequest, Exception>? onFailure, CancellationToken cancellationToken)
    {
        try
        {
            return await handler.HandleAsync(request, cancellationToken);
        }
        catch (RpcException e)
        {
            return RpcReply.Failed(e.Error);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RpcReply.Failed(RpcErrorCode.Cancelled, $"'{request.Method}' was cancelled.");
        }
        catch (Exception e)
        {
            onFailure?.Invoke(request, e);
            return RpcReply.Failed(RpcErrorCode.InternalError, "Something went wrong inside. The log of the answering side tells more.");
        }
    }
}
