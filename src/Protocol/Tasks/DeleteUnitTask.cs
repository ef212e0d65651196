namespace Homeport.Protocol.Tasks;

/// <summary>Puts a task and its worktree into the trash for seven days.</summary>
public sealed record DeleteUnitTaskRequest
{
    public required string Id { get; init; }
}
