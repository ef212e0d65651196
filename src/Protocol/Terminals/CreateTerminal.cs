namespace Homeport.Protocol.Terminals;

/// <summary>Opens a terminal for a task or for a project; give one of them.</summary>
public sealed record CreateTerminalRequest
{
    /// <summary>It works in the task's worktree, which is made if there is none.</summary>
    public string? TaskId { get; init; }

    /// <summary>The project, in whose first repository it works.</summary>
    public string? RepositoryGroupId { get; init; }

    /// <summary>2 to 1,000; 80 when left out.</summary>
    public int? Columns { get; init; }

    /// <summary>1 to 500; 24 when left out.</summary>
    public int? Rows { get; init; }

    public string? Name { get; init; }
}

/// <summary>One terminal.</summary>
public sealed record TerminalResponse
{
    public required TerminalView Terminal { get; init; }
}
