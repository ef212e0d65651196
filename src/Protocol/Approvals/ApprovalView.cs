using System.Text.Json.Serialization;

namespace Homeport.Protocol.Approvals;

/// <summary>Something an agent asks a person.</summary>
public sealed record ApprovalView
{
    public required string Id { get; init; }
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }
    public required ApprovalKind Kind { get; init; }
    public string? ToolCallId { get; init; }
    public string? ToolName { get; init; }

    /// <summary>One line: what it wants to do.</summary>
    public required string Title { get; init; }

    /// <summary>The exact command, the unified diff, or the plan in Markdown.</summary>
    public required string Detail { get; init; }

    public required ApprovalDetailKind DetailKind { get; init; }

    /// <summary>The agent's own reason, if it gave one.</summary>
    public string? Reason { get; init; }

    public required IReadOnlyList<ApprovalOption> Options { get; init; }

    /// <summary>Of a question: what is asked, each with its choices.</summary>
    public IReadOnlyList<ApprovalQuestion>? Questions { get; init; }

    public required ApprovalState State { get; init; }
    public ApprovalDecision? Decision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>What kind of thing is asked.</summary>
[JsonConverter(typeof(SnakeCase<ApprovalKind>))]
public enum ApprovalKind
{
    Permission,
    Question,
    Plan,
}

/// <summary>How the detail is to be shown.</summary>
[JsonConverter(typeof(SnakeCase<ApprovalDetailKind>))]
public enum ApprovalDetailKind
{
    Command,
    Diff,
    Markdown,
    Json,
    Text,
}

/// <summary>How an approval stands.</summary>
[JsonConverter(typeof(SnakeCase<ApprovalState>))]
public enum ApprovalState
{
    Pending,
    Resolved,

    /// <summary>The agent does not want to know any more, or is gone.</summary>
    Cancelled,
}
