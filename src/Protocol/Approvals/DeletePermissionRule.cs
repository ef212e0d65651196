namespace Homeport.Protocol.Approvals;

/// <summary>Forgets a kept answer.</summary>
public sealed record DeletePermissionRuleRequest
{
    public required string Id { get; init; }
}
