namespace Homeport.Protocol.Agents;

/// <summary>A program that a person registered as an agent in a terminal of its own.</summary>
public sealed record TerminalAgentView
{
    public required string Id { get; init; }

    /// <summary>The word in a task's <c>agentType</c>. It stays as it is when the name changes.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The names of its variables. Their values are never shown.</summary>
    public required IReadOnlyList<string> EnvironmentNames { get; init; }

    public required FirstPrompt FirstPrompt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }
}
