namespace Homeport.Protocol.Terminals;

/// <summary>Asks for one terminal.</summary>
public sealed record GetTerminalRequest
{
    public required string Id { get; init; }
}

/// <summary>Calls it something, or nothing.</summary>
public sealed record RenameTerminalRequest
{
    public required string Id { get; init; }

    /// <summary>At most 100 characters; left out or empty, the program's own title is shown.</summary>
    public string? Name { get; init; }
}

/// <summary>Ends all that runs in a terminal and forgets it.</summary>
public sealed record CloseTerminalRequest
{
    public required string Id { get; init; }

    /// <summary>True: one in which more than its shell runs is refused with <c>conflict</c>, so that a person can be asked first.</summary>
    public bool? UnlessBusy { get; init; }
}
