using Homeport.Protocol.Mcp;

namespace Homeport.Protocol.Link;

/// <summary>A server that a turn's agent is to be given, with its values.</summary>
public sealed record McpServerSpec
{
    public required string Name { get; init; }
    public required McpTransport Transport { get; init; }
    public IReadOnlyList<string> Command { get; init; } = [];
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public string? Url { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What ran when a person agreed to it. The agent is not given it when they are others now.</summary>
    public IReadOnlyList<PinnedFile> Files { get; init; } = [];

    /// <summary>Set where the host itself leaves it out: why.</summary>
    public string? LeftOut { get; init; }
}

/// <summary>The host wants to know which files a command runs.</summary>
public sealed record FindPinnedFilesRequest
{
    public required IReadOnlyList<string> Command { get; init; }
}

/// <summary>The program first; none where it is not there.</summary>
public sealed record FindPinnedFilesResponse
{
    public required IReadOnlyList<PinnedFile> Files { get; init; }
}
