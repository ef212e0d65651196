using System.Text.Json.Serialization;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Sessions;

/// <summary>One prompt and all that followed until the agent stopped.</summary>
public sealed record TurnView
{
    public required string Id { get; init; }
    public required int Number { get; init; }
    public required TurnKind Kind { get; init; }
    public required string Prompt { get; init; }
    public required TurnState State { get; init; }
    public string? StopReason { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public int? SnapshotBefore { get; init; }
    public int? SnapshotAfter { get; init; }

    /// <summary>A rewind took it back.</summary>
    public bool? Undone { get; init; }

    /// <summary>The agent itself can go back to the end of it.</summary>
    public bool? Native { get; init; }
}

/// <summary>How a turn stands or ended.</summary>
[JsonConverter(typeof(SnakeCase<TurnState>))]
public enum TurnState
{
    Queued,
    Running,
    Completed,
    Interrupted,
    Failed,
    Limited,
}
