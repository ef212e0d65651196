namespace Homeport.Protocol.Commands;

/// <summary>Starts a startup command in a task's worktree. One that runs goes on.</summary>
public sealed record StartCommandRequest
{
    public required string TaskId { get; init; }
    public required string CommandId { get; init; }
}

/// <summary>Stops a startup command of a task with all its processes.</summary>
public sealed record StopCommandRequest
{
    public required string TaskId { get; init; }
    public required string CommandId { get; init; }
}

/// <summary>Stops a startup command of a task, where it runs, and starts it as the project has it now.</summary>
public sealed record RestartCommandRequest
{
    public required string TaskId { get; init; }
    public required string CommandId { get; init; }
}

/// <summary>The command as it is shortly after.</summary>
public sealed record TaskCommandResponse
{
    public required TaskCommandView Command { get; init; }
}
