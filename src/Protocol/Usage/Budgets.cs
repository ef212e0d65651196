namespace Homeport.Protocol.Usage;

/// <summary>What a task may cost and what it did. A task whose budget is used up is paused and waits for a person.</summary>
public sealed record BudgetView
{
    /// <summary>The task's own limit in US dollars.</summary>
    public double? TaskUsd { get; init; }

    /// <summary>The project's limit for each of its tasks; it counts where the task has none of its own.</summary>
    public double? EachTaskUsd { get; init; }

    /// <summary>The project's limit for a calendar month (UTC).</summary>
    public double? MonthUsd { get; init; }

    public required double SpentUsd { get; init; }

    /// <summary>By all tasks of the project in this month.</summary>
    public required double SpentInMonthUsd { get; init; }

    /// <summary>Why nothing more is started; null while there is money left.</summary>
    public string? UsedUp { get; init; }
}

/// <summary>Sets or lifts a task's own limit.</summary>
public sealed record SetTaskBudgetRequest
{
    public required string TaskId { get; init; }

    /// <summary>US dollars, more than zero; left out, the project's limit counts.</summary>
    public double? LimitUsd { get; init; }
}

/// <summary>Sets or lifts the limits of a project.</summary>
public sealed record SetProjectBudgetRequest
{
    public required string ProjectId { get; init; }

    /// <summary>For each of its tasks; left out, none.</summary>
    public double? EachTaskUsd { get; init; }

    /// <summary>For a calendar month (UTC); left out, none.</summary>
    public double? MonthUsd { get; init; }
}

/// <summary>Asks for the limits of a project.</summary>
public sealed record GetProjectBudgetRequest
{
    public required string ProjectId { get; init; }
}

/// <summary>What a project's tasks may cost, and what they did in this month.</summary>
public sealed record ProjectBudgetResponse
{
    public double? EachTaskUsd { get; init; }
    public double? MonthUsd { get; init; }
    public required double SpentInMonthUsd { get; init; }
}
