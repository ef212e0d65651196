using System.Text.Json.Serialization;

namespace Homeport.Protocol.Mcp;

/// <summary>A server of the Model Context Protocol that agents are given. Values of variables and headers are never shown.</summary>
public sealed record McpServerView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }

    /// <summary>The project; null for all projects. A project's own entry takes the place of one for all with the same name.</summary>
    public string? RepositoryGroupId { get; init; }

    public required string Name { get; init; }
    public required McpTransport Transport { get; init; }

    /// <summary>Of <c>stdio</c>: the program and its arguments.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<string> EnvironmentNames { get; init; } = [];

    /// <summary>Of <c>http</c> and <c>sse</c>. What a query gives is shown as <c>…</c>.</summary>
    public string? Url { get; init; }

    public IReadOnlyList<string> HeaderNames { get; init; } = [];

    /// <summary>Agents are given it. Switched on by a person only, and off again by every change.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The files that run, as they were when it was looked at last: they must be the same when an agent is given it.</summary>
    public IReadOnlyList<PinnedFile> Files { get; init; } = [];

    /// <summary>Stands for all of it: whoever switches it on says with it what was seen.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>A file that a server runs.</summary>
public sealed record PinnedFile
{
    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its content, in lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }
}

/// <summary>How a server is reached.</summary>
[JsonConverter(typeof(SnakeCase<McpTransport>))]
public enum McpTransport
{
    /// <summary>A program that the agent starts.</summary>
    Stdio,

    Http,
    Sse,
}
