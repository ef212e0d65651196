using Homeport.Protocol.Approvals;

namespace Homeport.Agents;

/// <summary>Something the agent asks.</summary>
public sealed record AgentApproval
{
    /// <summary>A UUIDv7, made by the conversation.</summary>
    public required string Id { get; init; }

    public required ApprovalKind Kind { get; init; }

    /// <summary>The item of the tool call that waits for it.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The agent's own name of the tool.</summary>
    public string? ToolName { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>The exact command, the unified diff, the plan in Markdown, or the input as JSON.</summary>
    public required string Detail { get; init; }

    public required ApprovalDetailKind DetailKind { get; init; }
    public string? Reason { get; init; }

    /// <summary>Empty for a question.</summary>
    public required IReadOnlyList<ApprovalOption> Options { get; init; }

    public IReadOnlyList<ApprovalQuestion>? Questions { get; init; }

    /// <summary>The files that it changes, where the agent names them: absolute, or relative to the working directory.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>How a reason for a refusal reaches the agent; null where none does.</summary>
    public ReasonDelivery? TakesReason { get; init; }

    /// <summary>It goes by a plan that is given with the approval.</summary>
    public bool TakesPlan { get; init; }
}

/// <summary>What a person or a rule answered.</summary>
public sealed record AgentAnswer
{
    public required string ApprovalId { get; init; }
    public string? OptionId { get; init; }
    public IReadOnlyList<QuestionAnswer>? Answers { get; init; }

    /// <summary>Goes to the agent with a refusal, where its protocol has room for it.</summary>
    public string? Reason { get; init; }

    /// <summary>Goes to the agent with the approval of a plan, where it takes one.</summary>
    public string? Plan { get; init; }
}
