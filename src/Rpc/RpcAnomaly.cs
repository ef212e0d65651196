namespace Homeport.Rpc;

/// <summary>Something a correct peer does not send. It was skipped; the connection goes on.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Detail">One sentence for the log.</param>
/// <param name="Beginning">The first bytes of the message, at most 4 KiB; a copy.</param>
public sealed record RpcAnomaly(RpcAnomalyKind Kind, string Detail, ReadOnlyMemory<byte> Beginning);

public enum RpcAnomalyKind
{
    /// <summary>No JSON, such as a line that a program printed for people.</summary>
    Malformed,

    /// <summary>JSON, but no request, notification or response.</summary>
    Invalid,

    /// <summary>Over the transport's limit.</summary>
    TooLarge,

    /// <summary>A response to a call that was answered before, timed out or was cancelled.</summary>
    LateResponse,

    /// <summary>A response to a call that was never made.</summary>
    UnknownResponse,
}
