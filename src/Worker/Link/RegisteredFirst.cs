using Homeport.Rpc;

namespace Homeport.Worker.Link;

/// <summary>
/// Holds back what a host asks until this worker knows that it is registered: the host may call before its answer to the
/// registration is read here, and a call that finds no host could not be answered in full.
/// </summary>
internal sealed class RegisteredFirst(IRpcHandler methods, HostConnection host) : IRpcHandler
{
    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        if (host.Current is null)
        {
            await host.WhenOpenAsync(cancellationToken);
        }

        return await methods.HandleAsync(request, cancellationToken);
    }
}
