namespace Homeport.Protocol.Usage;

/// <summary>Asks what a task used, turn by turn.</summary>
public sealed record GetTaskUsageRequest
{
    public required string TaskId { get; init; }
}

/// <summary>What a task used and what it may.</summary>
public sealed record TaskUsageResponse
{
    public required UsageSum Total { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TurnUsageView> Turns { get; init; }

    public required BudgetView Budget { get; init; }

    /// <summary>The day of the price table by which costs were estimated.</summary>
    public required string PricesOf { get; init; }
}

/// <summary>What one turn used so far.</summary>
public sealed record TurnUsageView
{
    public required string TurnId { get; init; }
    public required string SessionId { get; init; }
    public required string AgentType { get; init; }
    public string? Model { get; init; }
    public required DateTimeOffset At { get; init; }
    public required UsageSum Usage { get; init; }
}
