namespace Homeport.Protocol.Events;

/// <summary>Text as it comes, before it is stored. The stored event that follows covers it; offsets tell what is already there.</summary>
public sealed record TextDelta
{
    public const string Method = "delta";

    public required string TaskId { get; init; }
    public required string SessionId { get; init; }
    public required string TurnId { get; init; }
    public required string ItemId { get; init; }

    /// <summary><c>agent_message</c> or <c>agent_thought</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How many UTF-16 units the item had before this text.</summary>
    public required int Offset { get; init; }

    public required string Text { get; init; }
}
