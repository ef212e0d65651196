namespace Homeport.Protocol.Link;

/// <summary>Host to worker: open a terminal.</summary>
public sealed record OpenTerminalRequest
{
    public required string TerminalId { get; init; }
    public string? TaskId { get; init; }
    public required string WorkingDirectory { get; init; }

    /// <summary>What the shell learns of the task; null for one in a project's repository.</summary>
    public TaskEnvironment? Environment { get; init; }

    public required int Columns { get; init; }
    public required int Rows { get; init; }
}

/// <summary>It runs.</summary>
public sealed record OpenTerminalResponse
{
    public required string Shell { get; init; }
}

/// <summary>Host to worker: end what runs in a terminal and forget it. Answered when nothing of it is left; unknown ones are closed already.</summary>
public sealed record EndTerminalRequest
{
    public required string TerminalId { get; init; }

    /// <summary>True: one in which more than its shell runs is refused with <c>conflict</c>.</summary>
    public bool? UnlessBusy { get; init; }
}

/// <summary>Host to worker: show a terminal to one more viewer, the screen first. It ends with the connection.</summary>
public sealed record AttachTerminalRequest
{
    public required string TerminalId { get; init; }

    /// <summary>The host's own name for it, used once.</summary>
    public required string ViewerId { get; init; }

    /// <summary>The size the viewer would like, if it has one.</summary>
    public int? Columns { get; init; }

    public int? Rows { get; init; }
}

/// <summary>Host to worker: a viewer is gone.</summary>
public sealed record DetachTerminalRequest
{
    public required string TerminalId { get; init; }
    public required string ViewerId { get; init; }
}

/// <summary>Host to worker: somebody typed.</summary>
public sealed record WriteTerminalRequest
{
    public required string TerminalId { get; init; }
    public required string ViewerId { get; init; }
    public required ReadOnlyMemory<byte> Data { get; init; }
}

/// <summary>How much of it there was room for, from the start. The rest is sent again a moment later.</summary>
public sealed record WriteTerminalResponse
{
    public required int Accepted { get; init; }
}

/// <summary>Host to worker: a viewer has another size.</summary>
public sealed record ResizeTerminalRequest
{
    public required string TerminalId { get; init; }
    public required string ViewerId { get; init; }
    public required int Columns { get; init; }
    public required int Rows { get; init; }
    public bool Claim { get; init; }
}

/// <summary>Host to worker, a notification: a viewer has shown so many bytes more.</summary>
public sealed record AcknowledgeTerminalRequest
{
    public required string TerminalId { get; init; }
    public required string ViewerId { get; init; }
    public required long Bytes { get; init; }
}

/// <summary>Worker to host, a notification: bytes for a viewer's screen.</summary>
public sealed record TerminalOutput
{
    public required string ViewerId { get; init; }
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The viewer starts with an empty screen: this is the beginning of a snapshot.</summary>
    public bool Reset { get; init; }
}

/// <summary>Worker to host, a notification: how a terminal stands for a viewer, in order with its output.</summary>
public sealed record TerminalViewerChanged
{
    public required string ViewerId { get; init; }
    public required bool OwnsSize { get; init; }
    public required TerminalStatus Terminal { get; init; }
}

/// <summary>How a terminal stands on its worker; told when that changes, and a part of the registration.</summary>
public sealed record TerminalStatus
{
    public required string TerminalId { get; init; }
    public required bool IsRunning { get; init; }
    public required int Columns { get; init; }
    public required int Rows { get; init; }
    public string? Title { get; init; }
    public int? ExitCode { get; init; }

    /// <summary>When its program was started. An agent's terminal may be started again under the same id.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
