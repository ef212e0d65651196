namespace Homeport.Protocol.Tasks;

/// <summary>Takes a task and its worktree out of the trash.</summary>
public sealed record RestoreUnitTaskRequest
{
    public required string Id { get; init; }
}
