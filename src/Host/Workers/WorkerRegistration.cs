using Homeport.Host.Agents;
using Homeport.Host.Approvals;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Terminals;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Link;
using Homeport.Protocol.Sessions;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Workers;

/// <summary>
/// Brings host and worker to one view when a worker registers: which turns it holds, which it must let go, what never reached
/// it. The rows decide, so it is the same after a lost connection, a new host and a new worker.
/// </summary>
internal sealed partial class WorkerRegistration(
    Database database, LostSessions lost, AnswerApproval answers, LiveText liveText, TerminalReports terminals, AgentEquipment equipment, TimeProvider time, ILogger<WorkerRegistration> logger)
{
    /// <summary>The leases that the worker must let go, and what it has to be told again.</summary>
    public async Task<WorkerReunion> ReuniteAsync(string workerId, RegisterWorkerRequest registration, CancellationToken cancellationToken)
    {
        var reunion = await database.WriteAsync(scope => Reunite(scope, workerId, registration), cancellationToken);
        reunion.ClosedTerminals.AddRange(await terminals.ReuniteAsync(workerId, registration, cancellationToken));
        foreach (var (taskId, workspaceId) in reunion.Watched)
        {
            liveText.Begin(taskId, workspaceId);
        }

        LogReunited(workerId, registration.Turns.Count, reunion.Revoked.Count, reunion.Again.Count, reunion.Answers.Count);
        return reunion;
    }

    /// <summary>Tells the worker again what did not reach it.</summary>
    public async Task FollowUpAsync(ConnectedWorker worker, WorkerReunion reunion, CancellationToken cancellationToken)
    {
        foreach (var assignment in reunion.Again)
        {
            var answer = await worker.CallAsync<AssignTaskRequest, AssignTaskResponse>(WorkerMethods.AssignTask, assignment, cancellationToken);
            if (answer.Succeeded(out var response, out _) && !response.Accepted)
            {
                await lost.MarkLeasesAsync([assignment.LeaseToken], cancellationToken);
            }
        }

        foreach (var terminalId in reunion.ClosedTerminals)
        {
            await worker.CallAsync<EndTerminalRequest, NoResponse>(
                WorkerMethods.EndTerminal, new EndTerminalRequest { TerminalId = terminalId }, cancellationToken);
        }

        foreach (var approval in reunion.Answers)
        {
            await answers.DeliverAsync(approval);
        }
    }

    /// <summary>Of the leases that a worker names, those that hold no more.</summary>
    public Task<long[]> RenewAsync(string workerId, IReadOnlyList<long> tokens, CancellationToken cancellationToken) => tokens.Count == 0
        ? Task.FromResult<long[]>([])
        : database.WriteAsync(
            scope =>
            {
                var now = time.GetUtcNow();
                foreach (var token in tokens)
                {
                    LeaseStore.Renew(scope, token, workerId, now);
                }

                return tokens.Where(token => IsRevoked(scope, token)).ToArray();
            },
            cancellationToken);

    private WorkerReunion Reunite(WriteScope scope, string workerId, RegisterWorkerRequest registration)
    {
        var now = time.GetUtcNow();
        var reunion = new WorkerReunion();
        foreach (var held in registration.Turns)
        {
            if (IsRevoked(scope, held.LeaseToken))
            {
                reunion.Revoked.Add(held.LeaseToken);
                continue;
            }

            LeaseStore.Renew(scope, held.LeaseToken, workerId, now);
            if (SessionStore.Find(scope, held.SessionId) is { } session)
            {
                SessionStore.Save(scope, session with { WorkerId = workerId });
                reunion.Watched.Add((session.TaskId, session.WorkspaceId));
                reunion.Answers.AddRange(ApprovalStore.Undelivered(scope, session.Id));
            }
        }

        var known = registration.Turns.Select(turn => turn.LeaseToken).ToHashSet();
        foreach (var lease in LeaseStore.Open(scope).Where(lease => !known.Contains(lease.Token)))
        {
            if (lease.WorkerId == workerId)
            {
                HandOverAgain(scope, lease, reunion); // the same process, and it never got it
            }
            else if (registration.TookOver.Contains(lease.WorkerId) && SessionStore.FindTurn(scope, lease.TurnId) is { } turn)
            {
                lost.Mark(scope, turn); // that process is dead, and what it did is not known
            }
        }

        return reunion;
    }

    private void HandOverAgain(ReadScope scope, Lease lease, WorkerReunion reunion)
    {
        if (SessionStore.FindTurn(scope, lease.TurnId) is { State: TurnState.Running } turn &&
            TaskStore.Find(scope, turn.TaskId) is { WorktreePath: not null } task &&
            SessionStore.Find(scope, turn.SessionId) is { } session)
        {
            reunion.Again.Add(equipment.Add(scope, task, TurnAssignment.Of(scope, task, turn, session, lease.Token)));
            reunion.Watched.Add((task.Id, task.WorkspaceId));
        }
    }

    /// <summary>The turn was given up or went to another lease. One whose report was taken is not revoked: nothing of it runs.</summary>
    private static bool IsRevoked(ReadScope scope, long token)
    {
        if (LeaseStore.Find(scope, token) is not { } lease || SessionStore.FindTurn(scope, lease.TurnId) is not { } turn)
        {
            return true;
        }

        return turn.LeaseToken != token || turn.State is TurnState.Interrupted or TurnState.Queued;
    }

    [LoggerMessage(LogLevel.Information, "Worker {Worker} holds {Held} turns; {Revoked} were given up, {Again} are handed over again, {Answers} answers are carried again")]
    private partial void LogReunited(string worker, int held, int revoked, int again, int answers);
}

/// <summary>What a worker that registers must let go, and what it has to be told again.</summary>
internal sealed class WorkerReunion
{
    public List<long> Revoked { get; } = [];
    public List<AssignTaskRequest> Again { get; } = [];
    public List<ApprovalView> Answers { get; } = [];

    /// <summary>Terminals that were closed while it was away, and are to be ended.</summary>
    public List<string> ClosedTerminals { get; } = [];

    public List<(string TaskId, string WorkspaceId)> Watched { get; } = [];
}
