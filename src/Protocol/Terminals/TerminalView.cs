using System.Text.Json.Serialization;

namespace Homeport.Protocol.Terminals;

/// <summary>A terminal as clients see it. What is on its screen comes over its own socket, <c>/ws/terminals/{id}</c>.</summary>
public sealed record TerminalView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }

    /// <summary>The project, also where the terminal belongs to one of its tasks. Called a repository group on JSON-RPC.</summary>
    public required string RepositoryGroupId { get; init; }

    /// <summary>The task in whose worktree it works; null for one in the project's repository.</summary>
    public string? TaskId { get; init; }

    /// <summary>What a person called it.</summary>
    public string? Name { get; init; }

    /// <summary>What the program in it calls it, as it was when the terminal was last read from the list.</summary>
    public string? Title { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The path of the shell.</summary>
    public required string Shell { get; init; }

    /// <summary>The agent's session whose program it shows; null for a person's own terminal. It ends with the session, and is not closed by itself.</summary>
    public string? SessionId { get; init; }

    public required int Columns { get; init; }
    public required int Rows { get; init; }
    public required TerminalState State { get; init; }

    /// <summary>Of the shell, once it has ended; 128 and the number of the signal that ended it.</summary>
    public int? ExitCode { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>How a terminal stands.</summary>
[JsonConverter(typeof(SnakeCase<TerminalState>))]
public enum TerminalState
{
    Running,

    /// <summary>Its shell has ended. The last screen can be seen until it is closed.</summary>
    Ended,

    /// <summary>The worker on which it ran is gone, and it with it.</summary>
    Lost,
}
