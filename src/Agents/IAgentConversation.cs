using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents;

/// <summary>
/// One conversation with one agent's process. Members may be called from any thread; at most one turn runs at a time.
/// What the agent says outside of a turn (a background task that finished) is published too. Disposing closes the
/// agent's input and ends reading; it does not end the process, which is the worker's.
/// </summary>
public interface IAgentConversation : IAsyncDisposable
{
    /// <summary>
    /// Greets the agent and opens its session: a new one, or the one to go on with. When the agent does not know that
    /// one any more, a new one with a <c>notice</c> of code <c>session_lost</c>; an agent that ends for it throws
    /// (<see cref="AgentStartException.IsSessionLost"/>). Bounded to 30 s each step.
    /// </summary>
    /// <exception cref="AgentStartException">It did not answer, is gone, is too old, or has no login.</exception>
    Task<AgentStarted> StartAsync(CancellationToken cancellationToken);

    /// <summary>Gives the agent a prompt and returns when the turn is over, however it ended. It throws only when cancelled.</summary>
    Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken);

    /// <summary>Asks the agent to stop; the turn then ends <see cref="TurnOutcome.Interrupted"/>. Does nothing outside of a turn.</summary>
    Task InterruptAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends the turn that runs as completed and leaves the agent alone, so that the next prompt can follow: for a program whose
    /// turns are ours alone. <c>false</c> when there is none, or the agent ends its turns by itself.
    /// </summary>
    Task<bool> YieldAsync() => Task.FromResult(false);

    /// <summary>
    /// Says something in the middle of the turn that runs. <c>false</c> when none runs or the agent does not take it, and then
    /// it was not said. The turn ends when the agent is done with it too.
    /// </summary>
    Task<bool> SteerAsync(AgentPrompt prompt, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Has the agent shorten its conversation: a turn like another, by the agent's own slash command unless it has a better way.</summary>
    Task<TurnResult> CompactAsync(CancellationToken cancellationToken) => RunTurnAsync(new AgentPrompt("/compact"), cancellationToken);

    /// <summary>Answers an approval. One that is unknown, answered or cancelled is left alone: <c>false</c>.</summary>
    Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken);

    /// <summary>Changes mode and model of the live session, as far as the agent can; what it did is published as <c>config</c>.</summary>
    Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken);

    /// <summary>Sets an option that the session offers (<c>config</c> tells which); what became of it is published.</summary>
    Task SetOptionAsync(string id, string value, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The sessions in the agent's own keeping for this folder, the newest first as it tells them; none where it cannot tell.</summary>
    Task<IReadOnlyList<AgentSessionEntry>> ListSessionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentSessionEntry>>([]);

    /// <summary>Tells the agent that nobody goes on with its session for now, where it wants to know. Its process may end after it.</summary>
    Task CloseSessionAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Completes when the agent's output is at its end. It never fails.</summary>
    Task Ended { get; }
}

/// <summary>A session is open.</summary>
public sealed record AgentStarted
{
    /// <summary>
    /// Null when the agent tells it later: then the conversation publishes a <c>session_started</c> with it as soon as it is
    /// known, and a turn's result has it too.
    /// </summary>
    public string? NativeSessionId { get; init; }

    public string? Version { get; init; }
    public string? Model { get; init; }

    /// <summary>Servers of the Model Context Protocol that it was not given after all, and why; all others it has.</summary>
    public IReadOnlyDictionary<string, string> McpLeftOut { get; init; } = new Dictionary<string, string>();

    /// <summary>The agent's own name of its mode.</summary>
    public string? Mode { get; init; }
}

/// <summary>A session in an agent's own keeping.</summary>
/// <param name="NativeSessionId">To go on with it.</param>
/// <param name="Title">What the agent calls it.</param>
/// <param name="UpdatedAt">When something happened in it last.</param>
public sealed record AgentSessionEntry(string NativeSessionId, string? Title, DateTimeOffset? UpdatedAt);

/// <summary>What a person says.</summary>
public sealed record AgentPrompt(
    string Text, IReadOnlyList<PromptAttachment>? Attachments = null, IReadOnlyList<PromptFile>? Files = null);

/// <summary>A file that a prompt names.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Name">As the prompt names it.</param>
/// <param name="Text">Its content where it is small text, for agents that take it with the prompt.</param>
public sealed record PromptFile(string Path, string Name, string? Text = null);

/// <summary>How a turn ended, judged from all that the agent said.</summary>
public sealed record TurnResult
{
    public required TurnOutcome Outcome { get; init; }

    /// <summary>The agent's own word, such as <c>end_turn</c>.</summary>
    public string? StopReason { get; init; }

    /// <summary>Set when it failed or met a limit.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>What this turn used.</summary>
    public TokenUsage? Usage { get; init; }

    public DateTimeOffset? LimitResetsAt { get; init; }
    public string? NativeSessionId { get; init; }

    /// <summary>The agent's own name of the place in its session where the turn ended, if it can begin a copy there.</summary>
    public string? NativePoint { get; init; }
}
