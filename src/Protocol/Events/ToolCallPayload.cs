using System.Text.Json;
using System.Text.Json.Serialization;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>tool_call</c>. An update names only what changed.</summary>
public sealed record ToolCallPayload
{
    public string? Title { get; init; }
    public ToolKind? Kind { get; init; }
    public ToolStatus? Status { get; init; }

    /// <summary>The agent's own name of the tool.</summary>
    public string? ToolName { get; init; }

    public JsonElement? Input { get; init; }

    /// <summary>Replaces what was there.</summary>
    public IReadOnlyList<ToolContent>? Content { get; init; }

    public IReadOnlyList<ToolLocation>? Locations { get; init; }

    /// <summary>The tool call that started the sub-agent which makes this one.</summary>
    public string? ParentItemId { get; init; }

    public int? ExitCode { get; init; }
}

/// <summary>What a tool does.</summary>
[JsonConverter(typeof(SnakeCase<ToolKind>))]
public enum ToolKind
{
    Read,
    Edit,
    Delete,
    Move,
    Search,
    Execute,
    Think,
    Fetch,
    Agent,

    /// <summary>A step of ours around a worktree: files that are copied, the project's scripts.</summary>
    Setup,

    Other,
}

/// <summary>How a tool call stands.</summary>
[JsonConverter(typeof(SnakeCase<ToolStatus>))]
public enum ToolStatus
{
    Pending,
    InProgress,
    Completed,
    Failed,

    /// <summary>A person or a rule said no, or the turn was stopped.</summary>
    Declined,
}

/// <summary>Something a tool produced: text, or the difference of a file.</summary>
public sealed record ToolContent
{
    public required ToolContentType Type { get; init; }

    /// <summary>Of <c>text</c>: the text, or its head and tail when it is over 64 KiB.</summary>
    public string? Text { get; init; }

    /// <summary>Of <c>text</c> that was cut: the blob with all of it.</summary>
    public string? BlobId { get; init; }

    public long? TotalBytes { get; init; }

    /// <summary>Of <c>diff</c>.</summary>
    public string? Path { get; init; }

    public string? OldText { get; init; }
    public string? NewText { get; init; }

    /// <summary>Of <c>image</c>: the bytes in base64.</summary>
    public string? Data { get; init; }

    public string? MediaType { get; init; }
}

/// <summary>What a tool's content is.</summary>
[JsonConverter(typeof(SnakeCase<ToolContentType>))]
public enum ToolContentType
{
    Text,
    Diff,
    Image,
}

/// <summary>A place in a file.</summary>
public sealed record ToolLocation
{
    public required string Path { get; init; }
    public int? Line { get; init; }
}
