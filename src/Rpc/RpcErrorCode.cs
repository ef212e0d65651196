namespace Homeport.Rpc;

/// <summary>The numbers of JSON-RPC 2.0 (section 5.1), then those of our contract in the range left to servers.</summary>
public static class RpcErrorCode
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    public const int Unauthorized = -32001;
    public const int Forbidden = -32002;
    public const int NotFound = -32003;
    public const int Conflict = -32004;
    public const int Unavailable = -32005;
    public const int Timeout = -32006;
    public const int RateLimited = -32007;

    /// <summary>The caller took the request back; the number is that of the Language Server Protocol.</summary>
    public const int Cancelled = -32800;
}
