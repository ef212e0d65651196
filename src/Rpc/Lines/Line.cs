namespace Homeport.Rpc.Lines;

/// <summary>One line without its newline.</summary>
/// <param name="Bytes">Valid until the next read. The whole line, or its first 4 KiB when it is <paramref name="TooLong"/>.</param>
/// <param name="Length">Bytes of the whole line.</param>
/// <param name="TooLong">It was over the reader's limit and the rest of it was skipped.</param>
public readonly record struct Line(ReadOnlyMemory<byte> Bytes, long Length, bool TooLong);
