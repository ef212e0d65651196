using Homeport.Protocol.Tasks;

namespace Homeport.Agents;

/// <summary>What a session is to be.</summary>
public sealed record AgentSessionSpec
{
    /// <summary>Homeport's id of the session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The worktree, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    public required PermissionMode PermissionMode { get; init; }
    public string? Model { get; init; }

    /// <summary>The agent's own session to go on with.</summary>
    public string? NativeSessionId { get; init; }

    /// <summary>Go on in a copy of that session which ends here: a <see cref="TurnResult.NativePoint"/> of it.</summary>
    public string? NativePoint { get; init; }

    /// <summary>Program and arguments of an <c>acp</c> agent.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>What is to be said first, for a program that takes it on its command line.</summary>
    public string? Prompt { get; init; }

    /// <summary>The agent's version, as far as it is known; null counts as the newest.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>Where the probe found the agent; its name is looked up in PATH when this is left out.</summary>
    public string? ExecutablePath { get; init; }

    /// <summary>Whether an ACP agent is offered version 2 of the protocol too.</summary>
    public bool OffersNewestAcp { get; init; }

    /// <summary>Servers of the Model Context Protocol, for agents that take them with the session.</summary>
    public IReadOnlyList<AgentMcpServer> McpServers { get; init; } = [];
}
