namespace Homeport.Protocol.Tasks;

/// <summary>Answer of every operation that makes or changes one task.</summary>
public sealed record UnitTaskResponse
{
    public required UnitTaskView Task { get; init; }
}
