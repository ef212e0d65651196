namespace Homeport.Agents;

/// <summary>How the worker starts an agent, in the session's working directory.</summary>
public sealed record AgentLaunch
{
    /// <summary>An absolute path, or a name to look up in PATH. Null means Homeport's own executable.</summary>
    public required string? Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables to set, beside those that every agent gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further variables of the worker that this agent needs: names, or prefixes that end in <c>*</c>.</summary>
    public IReadOnlyList<string> InheritedEnvironment { get; init; } = [];
}
