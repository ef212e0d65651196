namespace Homeport.Protocol.Approvals;

/// <summary>Asks for one approval.</summary>
public sealed record GetApprovalRequest
{
    public required string Id { get; init; }
}
