using System.Text.Json.Serialization;

namespace Homeport.Protocol.Reviews;

/// <summary>A comment on lines of a difference.</summary>
public sealed record ReviewCommentView
{
    public required string Id { get; init; }
    public required string TaskId { get; init; }
    public required string Path { get; init; }
    public required DiffSide Side { get; init; }

    /// <summary>First and last line, counted from 1 on that side.</summary>
    public required int StartLine { get; init; }

    public required int EndLine { get; init; }

    /// <summary>The text of those lines when the comment was written, so that it can be found again.</summary>
    public string? Quote { get; init; }

    public required string Body { get; init; }
    public required CommentState State { get; init; }
    public required string Author { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>The two sides of a difference.</summary>
[JsonConverter(typeof(SnakeCase<DiffSide>))]
public enum DiffSide
{
    Old,
    New,
}

/// <summary>How a comment stands.</summary>
[JsonConverter(typeof(SnakeCase<CommentState>))]
public enum CommentState
{
    Draft,
    Sent,
    Resolved,
}
