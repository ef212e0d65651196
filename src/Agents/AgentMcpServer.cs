namespace Homeport.Agents;

/// <summary>A server of the Model Context Protocol that a session's agent is to connect to.</summary>
public sealed record AgentMcpServer
{
    public required string Name { get; init; }
    public required AgentMcpTransport Transport { get; init; }

    /// <summary>Of <c>stdio</c>: the program.</summary>
    public string? Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Of <c>http</c> and <c>sse</c>.</summary>
    public string? Url { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a server is reached.</summary>
public enum AgentMcpTransport
{
    Stdio,
    Http,
    Sse,
}
