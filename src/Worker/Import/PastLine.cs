namespace Homeport.Worker.Import;

/// <summary>One line of a record.</summary>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="End">Where the next one begins.</param>
/// <param name="Bytes">Its text without its end; of a very long line only the beginning. Valid until the next line is read.</param>
/// <param name="IsCut">It is longer than what is here.</param>
/// <param name="IsWhole">It has its end: the writer is done with it.</param>
internal readonly record struct PastLine(long Start, long End, ReadOnlyMemory<byte> Bytes, bool IsCut, bool IsWhole);
