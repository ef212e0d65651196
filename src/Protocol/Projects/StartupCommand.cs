namespace Homeport.Protocol.Projects;

/// <summary>A command that a task's worktree can run beside the agent, such as a development server.</summary>
public sealed record StartupCommand
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>A shell line for <c>sh -c</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Relative to the worktree; the worktree itself when left out.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Names of environment variables, such as <c>PORT</c>, each of which carries a free port of the task.</summary>
    public required IReadOnlyList<string> PortNames { get; init; }

    /// <summary>Starts by itself once a worktree is set up.</summary>
    public required bool AutoStart { get; init; }

    /// <summary>Starts again by itself when it ends with an error.</summary>
    public required bool Restart { get; init; }
}

/// <summary>One startup command.</summary>
public sealed record StartupCommandResponse
{
    public required StartupCommand Command { get; init; }
}
