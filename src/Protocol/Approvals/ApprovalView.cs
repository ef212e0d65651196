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

    /// <summary>Of an edit: the files that it changes, as far as the agent names them. Absolute, with links followed by the worker.</summary>
    public IReadOnlyList<ApprovalPath>? Paths { get; init; }

    /// <summary>How a reason for a refusal reaches the agent; where it is missing, none does.</summary>
    public ReasonDelivery? TakesReason { get; init; }

    /// <summary>Of a plan: the agent goes by a text that the person has changed.</summary>
    public bool? TakesPlan { get; init; }

    /// <summary>Of what was shown. An answer that carries it is refused when it is meant for something else.</summary>
    public string? DetailDigest { get; init; }

    /// <summary>While it is pending: what could be kept of an answer, the narrowest sensible rule first.</summary>
    public IReadOnlyList<RuleDraft>? Proposals { get; init; }

    public required ApprovalState State { get; init; }
    public ApprovalDecision? Decision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>A file that is to be changed.</summary>
/// <param name="Path">Absolute, without steps back.</param>
/// <param name="Target">Where it really lies, when a link leads elsewhere.</param>
public sealed record ApprovalPath(string Path, string? Target = null);

/// <summary>How a reason reaches the agent.</summary>
[JsonConverter(typeof(SnakeCase<ReasonDelivery>))]
public enum ReasonDelivery
{
    /// <summary>With the refusal, in the same turn.</summary>
    Answer,

    /// <summary>Its protocol has no room for one: it waits as the next prompt.</summary>
    Prompt,
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
