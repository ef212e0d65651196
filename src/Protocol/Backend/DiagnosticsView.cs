namespace Homeport.Protocol.Backend;

/// <summary>What <c>homeport doctor</c> and the settings page show: each check with what to do.</summary>
public sealed record DiagnosticsView
{
    public required string Version { get; init; }
    public required string Root { get; init; }
    public required string Platform { get; init; }
    public required string Store { get; init; }

    /// <summary>How the host was started, without secrets.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<DiagnosticCheck> Checks { get; init; }
}

/// <summary>One check.</summary>
public sealed record DiagnosticCheck
{
    public required string Name { get; init; }

    /// <summary><c>ok</c>, <c>warning</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    public required string Message { get; init; }

    /// <summary>What goes wrong while it stays so.</summary>
    public string? Why { get; init; }

    /// <summary>The command or step that mends it.</summary>
    public string? Next { get; init; }
}
