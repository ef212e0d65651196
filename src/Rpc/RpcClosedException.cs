namespace Homeport.Rpc;

/// <summary>The connection is over, so a call will never be answered or a message never be sent.</summary>
public sealed class RpcClosedException(string reason) : IOException($"The connection is closed: {reason}")
{
    public string Reason { get; } = reason;
}
