namespace Homeport.Host.Operations;

/// <summary>Over which interfaces an operation can be called.</summary>
internal enum OperationReach
{
    /// <summary>REST and every kind of JSON-RPC.</summary>
    Everywhere,

    /// <summary>REST only: it reads or sets headers.</summary>
    Http,

    /// <summary>JSON-RPC over a connection that stays: <c>/ws</c>, also on the owner socket.</summary>
    Connections,
}
