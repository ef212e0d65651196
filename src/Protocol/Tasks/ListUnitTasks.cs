namespace Homeport.Protocol.Tasks;

/// <summary>Asks for a page of tasks, newest change first.</summary>
public sealed record ListUnitTasksRequest
{
    public string? RepositoryGroupId { get; init; }

    /// <summary>One state word, or several with commas.</summary>
    public string? Status { get; init; }

    public string? AgentType { get; init; }

    /// <summary>Words that the title or the prompt must contain.</summary>
    public string? Query { get; init; }

    /// <summary>True: only archived; false or left out: only those that are not.</summary>
    public bool? Archived { get; init; }

    /// <summary>True: only what lies in the trash; false or left out: none of it.</summary>
    public bool? Deleted { get; init; }

    /// <summary>1 to 200; 50 when left out.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}

/// <summary>A page of tasks. JSON-RPC calls the list <c>tasks</c>.</summary>
public sealed record ListUnitTasksResponse
{
    public required IReadOnlyList<UnitTaskView> Items { get; init; }
    public string? NextCursor { get; init; }
}
