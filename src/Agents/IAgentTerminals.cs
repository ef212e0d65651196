namespace Homeport.Agents;

/// <summary>
/// Programs that an agent has its client run, in the task's worktree. The worker owns them: what still runs when the agent's
/// process is gone is ended with it.
/// </summary>
public interface IAgentTerminals
{
    /// <exception cref="UnauthorizedAccessException">Its folder is outside of the worktree, or it wants a variable that is refused.</exception>
    /// <exception cref="IOException">It could not be started, or too many are open.</exception>
    IAgentTerminal Start(AgentTerminalStart start);
}

/// <summary>One such program. Disposing it ends its process tree.</summary>
public interface IAgentTerminal : IAsyncDisposable
{
    /// <summary>What it has written so far, to standard output and standard error.</summary>
    AgentTerminalOutput Read();

    /// <summary>Completes when the program has ended and what it wrote is read. It never fails.</summary>
    Task<AgentTerminalExit> Exited { get; }

    /// <summary>Ends its process tree; what it wrote can still be read.</summary>
    Task KillAsync(CancellationToken cancellationToken);
}

/// <summary>What to run.</summary>
public sealed record AgentTerminalStart
{
    /// <summary>A program; without arguments it may be a whole line for a shell.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Beside the variables that every program of the task gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Null for the worktree itself.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How much of its end is kept.</summary>
    public long? OutputByteLimit { get; init; }
}

/// <summary>The end of what a program wrote.</summary>
/// <param name="Text">Whole characters only.</param>
/// <param name="Truncated">There was more before it.</param>
/// <param name="TotalBytes">What it wrote in all.</param>
public readonly record struct AgentTerminalOutput(string Text, bool Truncated, long TotalBytes);

/// <summary>How a program ended: with a code, or by a signal.</summary>
public readonly record struct AgentTerminalExit(int? Code, int? Signal);
