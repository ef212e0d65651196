using System.Text.Json.Serialization;

namespace Homeport.Protocol.Usage;

/// <summary>Asks what was used, in groups.</summary>
public sealed record GetUsageRequest
{
    /// <summary>By day when left out.</summary>
    public UsageGrouping? By { get; init; }

    /// <summary>The first day, <c>yyyy-mm-dd</c> in UTC; 30 days ago when left out.</summary>
    public string? From { get; init; }

    /// <summary>The last day; today when left out.</summary>
    public string? To { get; init; }

    public string? ProjectId { get; init; }
    public string? AgentType { get; init; }
}

/// <summary>What the groups are.</summary>
[JsonConverter(typeof(SnakeCase<UsageGrouping>))]
public enum UsageGrouping
{
    Day,
    Agent,
    Model,
    Project,
    Task,
}

/// <summary>The groups, days oldest first, others the most expensive first (at most 200), and the sum of all.</summary>
public sealed record GetUsageResponse
{
    public required IReadOnlyList<UsageGroup> Items { get; init; }
    public required UsageSum Total { get; init; }

    /// <summary>The day of the price table by which costs were estimated.</summary>
    public required string PricesOf { get; init; }
}

/// <summary>One group.</summary>
public sealed record UsageGroup
{
    /// <summary>A day, an agent's kind, a model's name, or the id of a project or task; empty where it is not known.</summary>
    public required string Key { get; init; }

    /// <summary>The name of a project or the title of a task.</summary>
    public string? Name { get; init; }

    public required UsageSum Usage { get; init; }
}
