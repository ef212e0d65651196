namespace Homeport.Protocol.Tasks;

/// <summary>One rung of the ladder as the worker's machine can do it.</summary>
public sealed record IsolationView
{
    public required Isolation Kind { get; init; }
    public required bool Available { get; init; }

    /// <summary>What was found, such as the path of a program.</summary>
    public string? Detail { get; init; }

    /// <summary>Why it cannot be had.</summary>
    public string? Reason { get; init; }

    /// <summary>The command that helps.</summary>
    public string? Next { get; init; }
}

/// <summary>The ladder from below. JSON-RPC calls the list <c>isolations</c>.</summary>
public sealed record ListIsolationsResponse
{
    public required IReadOnlyList<IsolationView> Items { get; init; }
}
