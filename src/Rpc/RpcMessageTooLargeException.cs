namespace Homeport.Rpc;

/// <summary>The peer sent a message over the transport's limit. It was skipped; the transport can receive the next one.</summary>
/// <param name="length">Bytes of the whole message.</param>
/// <param name="limit">Bytes allowed.</param>
/// <param name="beginning">Its first bytes, at most 4 KiB.</param>
public sealed class RpcMessageTooLargeException(long length, long limit, ReadOnlyMemory<byte> beginning)
    : IOException($"A message of {length} bytes is over the limit of {limit} bytes and was skipped.")
{
    public long Length { get; } = length;
    public long Limit { get; } = limit;
    public ReadOnlyMemory<byte> Beginning { get; } = beginning;
}
