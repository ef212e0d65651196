namespace Homeport.Protocol.Approvals;

/// <summary>Asks for approvals, oldest first.</summary>
public sealed record ListApprovalsRequest
{
    public string? TaskId { get; init; }
    public ApprovalState? State { get; init; }
    public int? Limit { get; init; }
    public string? Cursor { get; init; }
}

/// <summary>JSON-RPC calls the list <c>approvals</c>.</summary>
public sealed record ListApprovalsResponse
{
    public required IReadOnlyList<ApprovalView> Items { get; init; }
    public string? NextCursor { get; init; }
}
