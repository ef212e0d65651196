namespace Homeport.Agents;

/// <summary>The standard input and output of an agent's process, line by line. Standard error stays with the worker.</summary>
public interface IAgentPipe
{
    /// <summary>The lines of standard output without their ends; it finishes when the stream is closed. Read once.</summary>
    IAsyncEnumerable<AgentLine> ReadLinesAsync(CancellationToken cancellationToken);

    /// <summary>Writes one line; the pipe adds the end. Calls may overlap. Throws <see cref="IOException"/> when the agent is gone.</summary>
    ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken);

    /// <summary>Closes standard input: a polite request to end.</summary>
    ValueTask CloseInputAsync();

    /// <summary>The code with which the agent ended, once its output is at its end; null when nobody knows it in time.</summary>
    ValueTask<int?> ExitCodeAsync(CancellationToken cancellationToken) => ValueTask.FromResult<int?>(null);
}

/// <summary>One line of an agent's output.</summary>
/// <param name="Bytes">The line, or its head when it was too long. Valid until the next line is read.</param>
/// <param name="TooLong">It was over the bound and the rest of it was thrown away.</param>
/// <param name="TotalBytes">Its full length.</param>
public readonly record struct AgentLine(ReadOnlyMemory<byte> Bytes, bool TooLong, long TotalBytes);
