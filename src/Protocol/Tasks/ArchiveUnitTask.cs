namespace Homeport.Protocol.Tasks;

/// <summary>Hides a task from the board, or shows it again.</summary>
public sealed record ArchiveUnitTaskRequest
{
    public required string Id { get; init; }
    public required bool Archived { get; init; }
}
