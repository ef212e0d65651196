using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Link;

/// <summary>Gives a worker one turn to run in a worktree that exists.</summary>
public sealed record AssignTaskRequest
{
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }
    public required string TurnId { get; init; }

    /// <summary>The fencing token: a report with an older one is refused.</summary>
    public required long LeaseToken { get; init; }

    public required TurnKind Kind { get; init; }
    public required string AgentType { get; init; }
    public IReadOnlyList<string>? AgentCommand { get; init; }
    public string? Model { get; init; }
    public required PermissionMode PermissionMode { get; init; }
    public required string WorktreePath { get; init; }
    public required string BaseCommit { get; init; }
    public required string Prompt { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }

    /// <summary>The agent's own session to continue.</summary>
    public string? NativeSessionId { get; init; }

    /// <summary>What the agent learns of where it works: variables for its own commands, as the task's other programs get them.</summary>
    public TaskEnvironment? Environment { get; init; }

    /// <summary>Go on in a copy of that session which ends at this point of it: what a report gave as its <c>nativePoint</c>.</summary>
    public string? NativePoint { get; init; }

    /// <summary>The program of an agent that a person registered for a terminal. The terminal has the id of the session.</summary>
    public TerminalProgram? Program { get; init; }

    /// <summary>Servers of the Model Context Protocol that the agent is to be given, as far as it can take them.</summary>
    public IReadOnlyList<McpServerSpec> McpServers { get; init; } = [];

    /// <summary>Set while the worktree has not been set up.</summary>
    public WorktreeSetup? Setup { get; init; }
}

/// <summary>The worker took it. What becomes of it comes by log and report.</summary>
public sealed record AssignTaskResponse
{
    public required bool Accepted { get; init; }

    /// <summary>Why not.</summary>
    public string? Reason { get; init; }
}
