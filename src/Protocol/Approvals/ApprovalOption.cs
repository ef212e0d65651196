using System.Text.Json.Serialization;

namespace Homeport.Protocol.Approvals;

/// <summary>One answer that the agent offers.</summary>
public sealed record ApprovalOption
{
    public required string Id { get; init; }
    public required ApprovalOptionKind Kind { get; init; }
    public required string Name { get; init; }
}

/// <summary>What an option means.</summary>
[JsonConverter(typeof(SnakeCase<ApprovalOptionKind>))]
public enum ApprovalOptionKind
{
    AllowOnce,
    AllowAlways,
    RejectOnce,
    RejectAlways,
}
