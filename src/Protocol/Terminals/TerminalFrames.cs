using System.Text.Json.Serialization;

namespace Homeport.Protocol.Terminals;

/// <summary>A text frame of <c>/ws/terminals/{id}</c> to the client. Binary frames carry the screen: see <see cref="TerminalFrameKind"/>.</summary>
public sealed record TerminalNews
{
    public required TerminalNewsType Type { get; init; }

    /// <summary>With <c>size</c>.</summary>
    public int? Columns { get; init; }

    /// <summary>With <c>size</c>.</summary>
    public int? Rows { get; init; }

    /// <summary>With <c>size</c>: this client's size counts. The others show the screen in the size that is told.</summary>
    public bool? Owner { get; init; }

    /// <summary>With <c>title</c>.</summary>
    public string? Title { get; init; }

    /// <summary>With <c>ended</c>.</summary>
    public int? ExitCode { get; init; }
}

/// <summary>What a text frame to the client tells.</summary>
[JsonConverter(typeof(SnakeCase<TerminalNewsType>))]
public enum TerminalNewsType
{
    Size,
    Title,

    /// <summary>The shell has ended; what is on the screen stays.</summary>
    Ended,

    /// <summary>There is nothing to show any more: the worker is gone, or kept the screen no longer.</summary>
    Lost,
}

/// <summary>The first byte of a binary frame to the client. Binary frames from the client are input, from their first byte.</summary>
public enum TerminalFrameKind : byte
{
    /// <summary>Reset, then write these bytes. More of the snapshot may follow as output.</summary>
    Snapshot = 0,

    /// <summary>Write these bytes.</summary>
    Output = 1,
}

/// <summary>A text frame of <c>/ws/terminals/{id}</c> from the client.</summary>
public sealed record TerminalCommand
{
    public required TerminalCommandType Type { get; init; }

    /// <summary>With <c>resize</c>.</summary>
    public int? Columns { get; init; }

    /// <summary>With <c>resize</c>.</summary>
    public int? Rows { get; init; }

    /// <summary>With <c>resize</c>: from now on this client's size counts. Typing claims it, too.</summary>
    public bool? Claim { get; init; }

    /// <summary>With <c>ack</c>: how many bytes of snapshots and output were shown since the last one, first bytes of frames not counted.</summary>
    public long? Bytes { get; init; }
}

/// <summary>What a text frame from the client asks.</summary>
[JsonConverter(typeof(SnakeCase<TerminalCommandType>))]
public enum TerminalCommandType
{
    Resize,
    Ack,
}
