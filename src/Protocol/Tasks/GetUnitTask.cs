using Homeport.Protocol.Approvals;
using Homeport.Protocol.Sessions;

namespace Homeport.Protocol.Tasks;

/// <summary>Asks for one task.</summary>
public sealed record GetUnitTaskRequest
{
    public required string Id { get; init; }
}

/// <summary>A task with its sessions (oldest first), what it asks, and what waits for its turn.</summary>
public sealed record GetUnitTaskResponse
{
    public required UnitTaskView Task { get; init; }
    public required IReadOnlyList<SessionView> Sessions { get; init; }
    public required IReadOnlyList<ApprovalView> PendingApprovals { get; init; }
    public required IReadOnlyList<QueuedPromptView> QueuedPrompts { get; init; }
}
