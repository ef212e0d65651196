using System.Text.Json.Serialization;

namespace Homeport.Protocol.Sessions;

/// <summary>Asks for a session's history as normalised messages.</summary>
public sealed record GetExecutionLogsRequest
{
    public required string SessionId { get; init; }

    /// <summary>Only what came after this sequence.</summary>
    public long? FromSequence { get; init; }

    /// <summary>1 to 1,000; 200 when left out.</summary>
    public int? Limit { get; init; }
}

/// <summary>A page of messages, oldest first. <c>NextSequence</c> is the <c>fromSequence</c> of the next page.</summary>
public sealed record GetExecutionLogsResponse
{
    public required IReadOnlyList<ExecutionLogView> Logs { get; init; }
    public long? NextSequence { get; init; }
}

/// <summary>One normalised message with its place in the log.</summary>
public sealed record ExecutionLogView
{
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }
    public required long Sequence { get; init; }
    public required NormalizedMessage Message { get; init; }
}

/// <summary>A flat form of an event for programs that only want the gist.</summary>
public sealed record NormalizedMessage
{
    public required NormalizedMessageType Type { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Text of <c>text</c>, question of <c>user_question</c>, message of <c>error</c>.</summary>
    public string? Text { get; init; }

    public string? ToolCallId { get; init; }
    public string? ToolName { get; init; }

    /// <summary>Input of <c>tool_use</c>, output of <c>tool_result</c>, as JSON text.</summary>
    public string? Data { get; init; }

    public bool? Success { get; init; }
}

/// <summary>The seven kinds of normalised messages; their JSON names are camelCase words.</summary>
[JsonConverter(typeof(CamelCase<NormalizedMessageType>))]
public enum NormalizedMessageType
{
    Start,
    Text,
    ToolUse,
    ToolResult,
    UserQuestion,
    Complete,
    Error,
}
