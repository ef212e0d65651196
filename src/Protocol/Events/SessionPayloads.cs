using System.Text.Json;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>session_started</c>.</summary>
public sealed record SessionStartedPayload
{
    public required string AgentType { get; init; }
    public string? AgentVersion { get; init; }
    public string? Model { get; init; }
    public string? Mode { get; init; }
    public string? NativeSessionId { get; init; }
}

/// <summary>Payload of <c>user_message</c>.</summary>
public sealed record UserMessagePayload
{
    public required string Text { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }
    public TurnKind? TurnKind { get; init; }

    /// <summary>It came in the middle of a turn, and the agent took it in.</summary>
    public bool? Steered { get; init; }
}

/// <summary>Payload of <c>agent_message</c> and <c>agent_thought</c>: either the whole text or text to add at an offset.</summary>
public sealed record TextPayload
{
    /// <summary>Replaces everything the item had.</summary>
    public string? Text { get; init; }

    /// <summary>Is added at <see cref="Offset"/>.</summary>
    public string? Append { get; init; }

    /// <summary>UTF-16 units before the addition.</summary>
    public int? Offset { get; init; }

    /// <summary>The tool call that this belongs to, for a sub-agent's words.</summary>
    public string? ParentItemId { get; init; }

    public bool? Done { get; init; }
}

/// <summary>Payload of <c>notice</c>: something worth a line that is no error.</summary>
public sealed record NoticePayload
{
    /// <summary>A snake_case word such as <c>retrying</c>, <c>quiet</c>, <c>usage_limit</c>, <c>mode_changed</c>.</summary>
    public required string Code { get; init; }

    public required string Message { get; init; }
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Which try the next one is, where something is tried again.</summary>
    public int? Attempt { get; init; }

    public int? MaxAttempts { get; init; }
}

/// <summary>Payload of <c>error</c>.</summary>
public sealed record ErrorPayload
{
    public required string Code { get; init; }
    public required string Message { get; init; }
    public string? Next { get; init; }

    /// <summary>The last lines the agent wrote to its standard error, at most 4 KiB.</summary>
    public string? Detail { get; init; }
}

/// <summary>Payload of <c>turn_started</c>.</summary>
public sealed record TurnStartedPayload
{
    public required TurnKind Kind { get; init; }
    public required int Number { get; init; }
}

/// <summary>Payload of <c>turn_ended</c>.</summary>
public sealed record TurnEndedPayload
{
    public required TurnOutcome Outcome { get; init; }

    /// <summary>The agent's own word, such as <c>end_turn</c>.</summary>
    public string? StopReason { get; init; }

    public DiffStat? Changes { get; init; }
    public TaskFailure? Failure { get; init; }
    public double? DurationSeconds { get; init; }
}

/// <summary>Payload of <c>setup_ended</c>.</summary>
public sealed record SetupEndedPayload
{
    public required bool Succeeded { get; init; }
    public required double DurationSeconds { get; init; }
}

/// <summary>Payload of <c>session_ended</c>.</summary>
public sealed record SessionEndedPayload
{
    public required string Reason { get; init; }
    public int? ExitCode { get; init; }
    public int? Signal { get; init; }
}

/// <summary>Payload of <c>approval_requested</c>: the approval, still pending.</summary>
public sealed record ApprovalRequestedPayload
{
    public required ApprovalView Approval { get; init; }
}

/// <summary>Payload of <c>approval_resolved</c>.</summary>
public sealed record ApprovalResolvedPayload
{
    public required string ApprovalId { get; init; }
    public required ApprovalState State { get; init; }
    public ApprovalDecision? Decision { get; init; }
}

/// <summary>Payload of <c>commands</c>: the agent's own slash commands.</summary>
public sealed record CommandsPayload
{
    public required IReadOnlyList<AgentCommandView> Commands { get; init; }
}

/// <summary>One slash command, its name without the slash.</summary>
public sealed record AgentCommandView
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? Hint { get; init; }
}

/// <summary>Payload of <c>config</c>: the agent's mode, model or options changed.</summary>
public sealed record ConfigPayload
{
    public PermissionMode? PermissionMode { get; init; }

    /// <summary>The agent's own name of its mode.</summary>
    public string? Mode { get; init; }

    public string? Model { get; init; }

    /// <summary>Everything that can be chosen in the session, whole; left out when it is as it was told before.</summary>
    public IReadOnlyList<AgentOptionView>? Options { get; init; }

    /// <summary>The agent's own title of its session, when it is told.</summary>
    public string? Title { get; init; }
}

/// <summary>One thing that can be chosen in an agent's session.</summary>
public sealed record AgentOptionView
{
    /// <summary>The agent's id of it.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>Such as <c>mode</c>, <c>model</c>, <c>thought_level</c>.</summary>
    public string? Category { get; init; }

    /// <summary>Of a switch <c>true</c> or <c>false</c>.</summary>
    public string? Value { get; init; }

    /// <summary>Of a long list the first 200.</summary>
    public required IReadOnlyList<AgentOptionChoice> Choices { get; init; }
}

/// <summary>One value of an option.</summary>
public sealed record AgentOptionChoice
{
    public required string Value { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>The heading under which the agent lists it.</summary>
    public string? Group { get; init; }
}

/// <summary>Payload of <c>raw</c>.</summary>
public sealed record RawPayload
{
    /// <summary>What it came as, such as <c>stdout</c> or a message's type.</summary>
    public required string Source { get; init; }

    /// <summary>The line, at most 16 KiB of it.</summary>
    public required string Text { get; init; }

    public bool? Truncated { get; init; }
    public long? TotalBytes { get; init; }

    /// <summary>The message, where it was JSON and small.</summary>
    public JsonElement? Data { get; init; }
}
