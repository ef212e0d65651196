namespace Homeport.Protocol.Link;

/// <summary>What is to be done in a new worktree before the agent begins.</summary>
public sealed record WorktreeSetup
{
    public required TaskEnvironment Environment { get; init; }
    public required IReadOnlyList<string> CopyIgnored { get; init; }
    public string? Script { get; init; }
    public required int TimeoutSeconds { get; init; }
}
