namespace Homeport.Protocol.Terminals;

/// <summary>Asks for the terminals that are not closed, oldest first.</summary>
public sealed record ListTerminalsRequest
{
    public string? WorkspaceId { get; init; }

    /// <summary>Only those of a task.</summary>
    public string? TaskId { get; init; }

    /// <summary>Only those of a project, its tasks' included.</summary>
    public string? RepositoryGroupId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>terminals</c>.</summary>
public sealed record ListTerminalsResponse
{
    public required IReadOnlyList<TerminalView> Items { get; init; }
}
