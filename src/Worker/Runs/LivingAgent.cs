using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Journal;
using Homeport.Worker.Mcp;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Runs;

/// <summary>
/// An agent's process and the conversation with it: started when a turn needs it, alive across turns, started again in the
/// agent's own session after it ended. Owns the process.
/// </summary>
internal sealed class LivingAgent(
    IAgentAdapter adapter, AgentLauncher launcher, McpSelection servers, WorkerOptions options, SessionSink sink, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _ending = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private ILivingProcess? _process;
    private IAgentConversation? _conversation;
    private AgentTerminals? _terminals;
    private TaskIsolation? _isolation;

    /// <summary>Null while there is no process.</summary>
    public IAgentConversation? Conversation
    {
        get
        {
            lock (_gate)
            {
                return _conversation;
            }
        }
    }

    /// <summary>The agent's own session, once it told.</summary>
    public string? NativeSessionId { get; private set; }

    /// <summary>A conversation that is open and listens: the one that lives, or one with a new process.</summary>
    /// <exception cref="AgentStartException">The agent is missing, does not answer, or has no login.</exception>
    public async Task<IAgentConversation> OpenAsync(AssignTaskRequest assignment, CancellationToken cancellationToken)
    {
        if (Conversation is { Ended.IsCompleted: false } living)
        {
            if (_isolation == assignment.Environment?.Isolation)
            {
                return living;
            }

            await EndAsync("it is to work in another place");
        }

        await EndAsync("ended by itself");
        try
        {
            return await StartAsync(assignment, assignment.NativeSessionId ?? NativeSessionId, assignment.NativePoint, cancellationToken);
        }
        catch (AgentStartException lost) when (lost.IsSessionLost)
        {
            await EndAsync("its session is lost");
            await sink.TellAsync(
                EventKinds.Notice, null,
                JsonSerializer.SerializeToElement(
                    new NoticePayload { Code = "session_lost", Message = lost.Failure.Message }, ProtocolJson.Default.NoticePayload),
                cancellationToken);
            return await StartAsync(assignment, null, null, cancellationToken);
        }
    }

    /// <summary>Sets an option of the session that lives; the next process gets it too.</summary>
    public Task SetOptionAsync(string id, string value, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _options[id] = value;
        }

        return Conversation?.SetOptionAsync(id, value, cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>As <see cref="EndAsync"/>, after the agent could let go of its session: between turns, nobody waits.</summary>
    public async Task EndPolitelyAsync(string reason)
    {
        if (Conversation is { Ended.IsCompleted: false } living)
        {
            await living.CloseSessionAsync(CancellationToken.None); // bounded by itself
        }

        await EndAsync(reason);
    }

    /// <summary>Ends the process tree, verified, and says so in the journal. Nothing happens when there is none.</summary>
    public async Task EndAsync(string reason)
    {
        await _ending.WaitAsync();
        try
        {
            IAgentConversation? conversation;
            ILivingProcess? process;
            AgentTerminals? terminals;
            lock (_gate)
            {
                (conversation, process, terminals) = (_conversation, _process, _terminals);
                (_conversation, _process, _terminals) = (null, null, null);
            }

            if (process is null)
            {
                return;
            }

            await process.DisposeAsync(); // first: a conversation that waits for the agent ends with its output
            if (terminals is not null)
            {
                await terminals.DisposeAsync();
            }

            if (conversation is not null)
            {
                await conversation.DisposeAsync();
            }

            var exit = await process.Exited;
            using var bound = new CancellationTokenSource(TellPatience, time);
            await sink.TellAsync(
                EventKinds.SessionEnded, null,
                JsonSerializer.SerializeToElement(
                    new SessionEndedPayload { Reason = reason, ExitCode = exit.Code, Signal = exit.Signal },
                    ProtocolJson.Default.SessionEndedPayload),
                bound.Token);
        }
        catch (Exception closed) when (closed is JournalClosedException or OperationCanceledException)
        {
            // The process is gone, which is what counts; there is nobody left to tell.
        }
        finally
        {
            _ending.Release();
        }
    }

    /// <summary>Adds what only the worker knows to a crash: how the process ended and its last words on standard error.</summary>
    public async Task<TurnResult> ExplainAsync(TurnResult result)
    {
        ILivingProcess? process;
        lock (_gate)
        {
            process = _process;
        }

        if (result.Outcome != TurnOutcome.Failed || result.Failure is not { Code: "agent_crashed" } failure || process is null)
        {
            return result;
        }

        await Task.WhenAny(process.Exited, Task.Delay(ExitPatience, time, CancellationToken.None));
        var how = process.Exited.IsCompletedSuccessfully ? $" Its process ended: {await process.Exited}." : "";
        return result with { Failure = WithLastWords(failure with { Message = failure.Message + how }, process.LastWords()) };
    }

    /// <summary>The turn of an agent that did not come to the point of taking a prompt; its process is ended.</summary>
    public async Task<TurnResult> ExplainStartAsync(AgentStartException refused)
    {
        string? lastWords;
        lock (_gate)
        {
            lastWords = _process?.LastWords();
        }

        await EndAsync("failed to start");
        return new TurnResult { Outcome = TurnOutcome.Failed, Failure = WithLastWords(refused.Failure, lastWords) };
    }

    /// <summary>The turn of an agent whose streams broke.</summary>
    public Task<TurnResult> ExplainLossAsync() => ExplainAsync(new TurnResult
    {
        Outcome = TurnOutcome.Failed,
        Failure = new TaskFailure
        {
            Code = "agent_crashed",
            Message = $"{adapter.Name} went away in the middle of its work.",
            Next = "Press Retry to run the task again; what was changed so far is kept.",
        },
    });

    public ValueTask DisposeAsync()
    {
        _ending.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IAgentConversation> StartAsync(
        AssignTaskRequest assignment, string? nativeSessionId, string? nativePoint, CancellationToken cancellationToken)
    {
        var spec = new AgentSessionSpec
        {
            SessionId = assignment.SessionId,
            WorkingDirectory = assignment.WorktreePath,
            PermissionMode = assignment.PermissionMode,
            Model = assignment.Model,
            NativeSessionId = nativeSessionId,
            NativePoint = nativeSessionId is null ? null : nativePoint,
            Command = assignment.AgentCommand,
            Prompt = assignment.Prompt,
            AgentVersion = launcher.KnownVersion(adapter),
            OffersNewestAcp = options.OffersNewestAcp,
        };
        var confinement = await launcher.ConfineAsync(adapter, assignment.Environment?.Isolation, cancellationToken);
        var (given, leftOut) = await servers.ChooseAsync(assignment, adapter, confinement, cancellationToken);
        spec = spec with { McpServers = given };
        _isolation = assignment.Environment?.Isolation;
        var conversation = adapter is ITerminalAdapter inTerminal
            ? await FollowAsync(inTerminal, spec, assignment, confinement)
            : Speak(spec, assignment, confinement);
        var started = await conversation.StartAsync(cancellationToken);
        NativeSessionId = started.NativeSessionId ?? (nativePoint is null ? nativeSessionId : null); // a copy has a name of its own
        KeyValuePair<string, string>[] wanted;
        lock (_gate)
        {
            wanted = [.. _options];
        }

        foreach (var (id, value) in wanted)
        {
            await conversation.SetOptionAsync(id, value, cancellationToken);
        }

        await sink.TellAsync(
            EventKinds.SessionStarted, null,
            JsonSerializer.SerializeToElement(
                new SessionStartedPayload
                {
                    AgentType = adapter.Kind,
                    AgentVersion = started.Version,
                    Model = started.Model ?? assignment.Model,
                    Mode = started.Mode,
                    NativeSessionId = NativeSessionId,
                },
                ProtocolJson.Default.SessionStartedPayload),
            cancellationToken);
        if (McpWords.Of(given, leftOut, started.McpLeftOut) is { } told)
        {
            await sink.TellAsync(EventKinds.McpServers, null, told, cancellationToken);
        }

        return conversation;
    }

    /// <summary>A program on pipes, over which we speak.</summary>
    private IAgentConversation Speak(AgentSessionSpec spec, AssignTaskRequest assignment, Confinement confinement)
    {
        var process = launcher.Start(adapter, spec, assignment.TaskId, assignment.Environment, confinement);
        lock (_gate)
        {
            _process = process; // whoever ends the agent from here on finds it
            _terminals = new AgentTerminals(assignment, confinement, options, time);
            return _conversation = adapter.Open(
                spec, process, sink, new WorktreeFiles(assignment.WorktreePath), _terminals, time);
        }
    }

    /// <summary>A program in a terminal, at which a person looks.</summary>
    private async Task<IAgentConversation> FollowAsync(
        ITerminalAdapter terminal, AgentSessionSpec spec, AssignTaskRequest assignment, Confinement confinement)
    {
        var console = await launcher.StartConsoleAsync(terminal, spec, assignment.TaskId, assignment.Environment, confinement);
        lock (_gate)
        {
            _process = console;
            return _conversation = terminal.Follow(spec, console, sink, time);
        }
    }

    private static TaskFailure WithLastWords(TaskFailure failure, string? errorTail) => errorTail is null
        ? failure
        : failure with { Message = $"{failure.Message} It wrote: {LastLine(errorTail)}" };

    private static string LastLine(string text)
    {
        var line = text.TrimEnd().Split('\n')[^1].Trim();
        return line.Length > 300 ? line[..300] + "…" : line;
    }
}
