using Homeport.Protocol.Approvals;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Link;

/// <summary>Ends a session: politely, then its whole process tree. Answers when nothing of it runs any more.</summary>
public sealed record StopSessionRequest
{
    public required string SessionId { get; init; }
}

/// <summary>A person's or a rule's answer on its way to the agent.</summary>
public sealed record AnswerAgentRequest
{
    public required string SessionId { get; init; }
    public required string ApprovalId { get; init; }
    public string? OptionId { get; init; }
    public IReadOnlyList<QuestionAnswer>? Answers { get; init; }
    public string? Reason { get; init; }

    /// <summary>The plan to go by instead of the one that was shown.</summary>
    public string? Plan { get; init; }
}

/// <summary>Changes the mode, the model or further options of a session that lives.</summary>
public sealed record ConfigureSessionRequest
{
    public required string SessionId { get; init; }
    public PermissionMode? PermissionMode { get; init; }
    public string? Model { get; init; }

    /// <summary>Values by the agent's own ids, as <c>config</c> told them.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }
}

/// <summary>Says something to an agent in the middle of its turn.</summary>
public sealed record SteerSessionRequest
{
    public required string SessionId { get; init; }

    /// <summary>The turn that it is meant for; another one does not get it.</summary>
    public required string TurnId { get; init; }

    /// <summary>The item of the message. The same one sent twice is one message.</summary>
    public required string MessageId { get; init; }

    public required string Prompt { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }
}

/// <summary>Whether the agent took it. If not, it can still be queued.</summary>
public sealed record SteerSessionResponse
{
    public required bool Accepted { get; init; }
}

/// <summary>Stops the turn that runs and keeps its session. Answers when the turn is over; how, its report tells.</summary>
public sealed record InterruptTurnRequest
{
    public required string SessionId { get; init; }
    public required string TurnId { get; init; }

    /// <summary>The turn ends as completed and the agent is not disturbed: for a program in a terminal, to which the next prompt is typed.</summary>
    public bool? Yield { get; init; }
}
