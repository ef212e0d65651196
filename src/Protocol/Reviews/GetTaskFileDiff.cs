using System.Text.Json.Serialization;

namespace Homeport.Protocol.Reviews;

/// <summary>Asks for one file's hunks.</summary>
public sealed record GetTaskFileDiffRequest
{
    public required string TaskId { get; init; }
    public required string Path { get; init; }
    public DiffScope? Scope { get; init; }
    public string? Turn { get; init; }

    /// <summary>Lines of context around a change, 0 to 10,000; 3 when left out.</summary>
    public int? Context { get; init; }

    public bool? IgnoreWhitespace { get; init; }
}

/// <summary>One file's hunks.</summary>
public sealed record GetTaskFileDiffResponse
{
    public required FileDiffView File { get; init; }
}

/// <summary>The difference of one file.</summary>
public sealed record FileDiffView
{
    public required ChangedFileView File { get; init; }
    public required IReadOnlyList<DiffHunk> Hunks { get; init; }

    /// <summary>The rest was left out because the difference is over 20,000 lines or 4 MiB.</summary>
    public bool Truncated { get; init; }

    /// <summary>Sizes in bytes, for a binary file.</summary>
    public long? OldSize { get; init; }

    public long? NewSize { get; init; }
}

/// <summary>A run of lines that differ, with context. Line numbers count from 1.</summary>
public sealed record DiffHunk
{
    public required int OldStart { get; init; }
    public required int OldLines { get; init; }
    public required int NewStart { get; init; }
    public required int NewLines { get; init; }

    /// <summary>The function or section that git names after the second <c>@@</c>.</summary>
    public string? Section { get; init; }

    public required IReadOnlyList<DiffLine> Lines { get; init; }
}

/// <summary>One line without its end.</summary>
public sealed record DiffLine
{
    public required DiffLineKind Kind { get; init; }
    public required string Text { get; init; }
    public int? OldLine { get; init; }
    public int? NewLine { get; init; }

    /// <summary>The file ends here without a line break.</summary>
    public bool NoNewline { get; init; }
}

/// <summary>Which side has a line.</summary>
[JsonConverter(typeof(SnakeCase<DiffLineKind>))]
public enum DiffLineKind
{
    Context,
    Added,
    Removed,
}
