using System.Text.Json.Serialization;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Sessions;

/// <summary>One conversation with one agent.</summary>
public sealed record SessionView
{
    public required string Id { get; init; }
    public required string TaskId { get; init; }
    public required string AgentType { get; init; }
    public string? AgentVersion { get; init; }
    public string? Model { get; init; }

    /// <summary>The agent's own id of the conversation, by which it is resumed.</summary>
    public string? NativeSessionId { get; init; }

    public string? WorkerId { get; init; }
    public required SessionState State { get; init; }
    public required TokenUsage Usage { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required IReadOnlyList<TurnView> Turns { get; init; }
}

/// <summary>What a session is doing.</summary>
[JsonConverter(typeof(SnakeCase<SessionState>))]
public enum SessionState
{
    Starting,
    Running,
    Idle,
    Ended,
}
