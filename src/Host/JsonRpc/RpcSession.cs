using Homeport.Host.Access;

namespace Homeport.Host.JsonRpc;

/// <summary>A connection that stays, and who is at its other end.</summary>
internal sealed class RpcSession(Caller caller)
{
    public Caller Caller { get; } = caller;
}
