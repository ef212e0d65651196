namespace Homeport.Protocol.Mcp;

/// <summary>Asks for the servers: of a project with those for all projects, or those for all projects.</summary>
public sealed record ListMcpServersRequest
{
    public string? RepositoryGroupId { get; init; }

    /// <summary>True: all of them, whatever project they belong to.</summary>
    public bool? All { get; init; }
}

/// <summary>By name. JSON-RPC calls the list <c>servers</c>.</summary>
public sealed record ListMcpServersResponse
{
    public required IReadOnlyList<McpServerView> Items { get; init; }
}

/// <summary>Writes a server down. It is off until somebody switches it on.</summary>
public sealed record AddMcpServerRequest
{
    /// <summary>Null for all projects.</summary>
    public string? RepositoryGroupId { get; init; }

    /// <summary>1 to 40 letters, digits, dashes and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>What <c>command</c> or <c>url</c> tells when left out; <c>http</c> for a URL.</summary>
    public McpTransport? Transport { get; init; }

    /// <summary>The program and its arguments, which no shell reads.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>An http or https address.</summary>
    public string? Url { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

/// <summary>Changes what is given of a server, and switches it off.</summary>
public sealed record UpdateMcpServerRequest
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>All its variables; an empty value keeps the one that is stored under the name.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public string? Url { get; init; }

    /// <summary>All its headers; an empty value keeps the one that is stored under the name.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

/// <summary>Agreed: agents are given this server, exactly as it was shown.</summary>
public sealed record EnableMcpServerRequest
{
    public required string Id { get; init; }

    /// <summary>Of what was shown. A server that is another by now is not switched on.</summary>
    public required string Fingerprint { get; init; }
}

/// <summary>Names one server.</summary>
public sealed record McpServerById
{
    public required string Id { get; init; }
}

/// <summary>One server.</summary>
public sealed record McpServerResponse
{
    public required McpServerView Server { get; init; }
}
