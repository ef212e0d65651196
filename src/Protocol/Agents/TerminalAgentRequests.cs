namespace Homeport.Protocol.Agents;

/// <summary>Registers a program as an agent in a terminal.</summary>
public sealed record AddTerminalAgentRequest
{
    /// <summary>1 to 60 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments; no shell reads them. The first <c>{prompt}</c> in an argument is where a prompt goes.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables on top of the usual ones. Names that change how programs load are refused.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary><c>typed</c> when left out.</summary>
    public FirstPrompt? FirstPrompt { get; init; }
}

/// <summary>Changes what is given of a registered program. What runs of it goes on as it is.</summary>
public sealed record UpdateTerminalAgentRequest
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>All its variables; an empty value keeps the one that is stored under the name.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public FirstPrompt? FirstPrompt { get; init; }
}

/// <summary>Forgets a registered program. Tasks that have it as their agent cannot be started again.</summary>
public sealed record RemoveTerminalAgentRequest
{
    public required string Id { get; init; }
}

/// <summary>One registered program.</summary>
public sealed record TerminalAgentResponse
{
    public required TerminalAgentView Agent { get; init; }
}

/// <summary>The registered programs by name. JSON-RPC calls the list <c>agents</c>.</summary>
public sealed record ListTerminalAgentsResponse
{
    public required IReadOnlyList<TerminalAgentView> Items { get; init; }
}
