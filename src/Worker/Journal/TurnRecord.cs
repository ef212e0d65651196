namespace Homeport.Worker.Journal;

/// <summary>A turn begins. On disk before the agent gets its prompt, so that no turn is begun twice.</summary>
internal sealed record TurnRecord
{
    public required string TurnId { get; init; }
}
