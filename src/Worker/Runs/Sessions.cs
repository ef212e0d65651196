using System.Collections.Concurrent;
using Homeport.Agents;
using Homeport.Agents.Terminal;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Worker.Journal;
using Homeport.Worker.Mcp;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Runs;

/// <summary>The sessions that live on this worker. Owns them.</summary>
internal sealed class Sessions(
    AgentLauncher launcher, McpSelection servers, TurnSnapshots snapshots, SetupSteps setup, WorkerOptions options, Journals journals, IHostCalls host,
    TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, AgentSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _isClosing;

    public int Running => _sessions.Values.Count(session => session.IsBusy);

    /// <summary>No turn runs. An agent that waits for the next one holds nothing that it could not resume.</summary>
    public bool IsIdle => Running == 0;

    /// <summary>Begins a turn; what becomes of it is told by journal and report.</summary>
    public async Task<AssignTaskResponse> AssignAsync(AssignTaskRequest assignment)
    {
        if (AdapterOf(assignment) is not { } adapter)
        {
            return Refused($"This worker knows no agent '{assignment.AgentType}'.");
        }

        if (!Directory.Exists(assignment.WorktreePath))
        {
            return Refused($"The task's worktree {assignment.WorktreePath} is gone. Restore a snapshot, or start the task anew.");
        }

        if (journals.Turns.Any(turn => turn.TurnId == assignment.TurnId))
        {
            return new AssignTaskResponse { Accepted = true }; // it runs, or is over and the host has not heard: nothing is begun twice
        }

        await DropAsync();
        AgentSession session;
        lock (_gate)
        {
            if (_isClosing)
            {
                return Refused("This worker is stopping.");
            }

            session = _sessions.GetOrAdd(
                assignment.SessionId,
                _ => new AgentSession(
                    adapter, assignment, launcher, servers, snapshots, setup, options, journals.Begin(assignment.TaskId, assignment.SessionId), host, time));
        }

        return await session.BeginAsync(assignment)
            ? new AssignTaskResponse { Accepted = true }
            : Refused("The session is busy with another turn.");
    }

    /// <summary>Stops what runs under these leases: the host gave their turns up, or to another worker.</summary>
    public Task RevokeAsync(IReadOnlyList<long> leases) => Task.WhenAll(
        _sessions.Where(pair => pair.Value.HeldTurn is { } turn && leases.Contains(turn.LeaseToken))
            .Select(pair => StopAsync(new StopSessionRequest { SessionId = pair.Key })));

    public async Task StopAsync(StopSessionRequest request)
    {
        if (_sessions.TryRemove(request.SessionId, out var session))
        {
            await session.DisposeAsync();
        }
    }

    /// <exception cref="WorkerRefusedException">The agent does not ask this any more.</exception>
    public async Task AnswerAsync(AnswerAgentRequest request, CancellationToken cancellationToken)
    {
        var answer = new AgentAnswer
        {
            ApprovalId = request.ApprovalId,
            OptionId = request.OptionId,
            Answers = request.Answers,
            Reason = request.Reason,
            Plan = request.Plan,
        };
        if (!_sessions.TryGetValue(request.SessionId, out var session) || !await session.AnswerAsync(answer, cancellationToken))
        {
            throw new WorkerRefusedException(ErrorCodes.Conflict, "The agent does not ask this any more.", null);
        }
    }

    public async Task<SteerSessionResponse> SteerAsync(SteerSessionRequest request, CancellationToken cancellationToken) => new()
    {
        Accepted = _sessions.TryGetValue(request.SessionId, out var session) && await session.SteerAsync(request, cancellationToken),
    };

    public Task InterruptAsync(InterruptTurnRequest request) =>
        _sessions.TryGetValue(request.SessionId, out var session) ? session.InterruptAsync(request.TurnId, request.Yield == true) : Task.CompletedTask;

    public async Task ConfigureAsync(ConfigureSessionRequest request, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(request.SessionId, out var session))
        {
            await session.ConfigureAsync(request.PermissionMode, request.Model, cancellationToken);
            foreach (var (id, value) in request.Options ?? new Dictionary<string, string>())
            {
                await session.SetOptionAsync(id, value, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
        }

        await Task.WhenAll(_sessions.Values.Select(session => session.DisposeAsync().AsTask()));
        _sessions.Clear();
    }

    /// <summary>Lets go of sessions that have nothing left but their files: their lease is lost, or their agent ended for lack of work.</summary>
    private Task DropAsync()
    {
        lock (_gate)
        {
            var dropped = _sessions.Where(pair => pair.Value.IsBroken || pair.Value.IsExpired).ToArray();
            return Task.WhenAll(dropped.Where(pair => _sessions.TryRemove(pair)).Select(pair => pair.Value.DisposeAsync().AsTask()));
        }
    }

    private static IAgentAdapter? AdapterOf(AssignTaskRequest assignment) => assignment.Program is { } program
        ? new TerminalAdapter(program)
        : AgentCatalog.Find(assignment.AgentType);

    private static AssignTaskResponse Refused(string reason) => new() { Accepted = false, Reason = reason };
}
