namespace Homeport.Protocol.Tasks;

/// <summary>Why a task stands where it stands: shown on its card and on its page until the next turn starts.</summary>
public sealed record TaskFailure
{
    /// <summary>A snake_case word such as <c>agent_unavailable</c>, <c>agent_crashed</c>, <c>provider_overloaded</c>, <c>usage_limit</c>.</summary>
    public required string Code { get; init; }

    public required string Message { get; init; }

    /// <summary>The last lines that what failed wrote, at most 4 KiB.</summary>
    public string? Detail { get; init; }

    /// <summary>What a person can do now.</summary>
    public string? Next { get; init; }
}
