using System.Collections.Concurrent;
using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Agents;
using Homeport.Host.Commands;
using Homeport.Host.Fleet;
using Homeport.Host.Tasks;
using Homeport.Host.Terminals;
using Homeport.Host.Trust;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Sessions;

/// <summary>
/// Gives queued turns to the worker: prepares the worktree, grants the lease, hands the turn over. Several turns are prepared
/// at once, so that a large repository does not hold up the others.
/// </summary>
internal sealed partial class Dispatcher(
    Database database, TurnQueue queue, TaskWorktrees worktrees, TaskPorts ports, AutoStart autoStart, WorkerDirectory workers, DiskBrake brake,
    HeldTurns held, TrustGate trust, AgentEquipment equipment,
    LiveText liveText, HostOptions options, TimeProvider time, ILogger<Dispatcher> logger)
    : BackgroundService
{
    /// <summary>Before a turn is tried again whose worker went away.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Turns on their way to the worker, by id. The loop adds them, and each takes itself out.</summary>
    private readonly ConcurrentDictionary<string, Task> _preparing = new(StringComparer.Ordinal);

    /// <summary>When a worker first said that it cannot prepare a turn now, by the turn's id; those that are asked again.</summary>
    private readonly ConcurrentDictionary<string, long> _refusedAt = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        queue.Signal(); // what waited when the program ended
        try
        {
            while (true)
            {
                await queue.WaitAsync(stoppingToken);
                await LookGuardedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_preparing.Values);
        }
    }

    /// <summary>A store that is away delays what waits; it must not end the loop.</summary>
    private async Task LookGuardedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            LogStoreAway(away.Message);
            await Task.Delay(Pause, time, cancellationToken);
            queue.Signal();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (workers.Current is not { } worker)
        {
            return; // the next worker that registers signals
        }

        var (waiting, running) = await database.ReadAsync(
            scope => (SessionStore.TurnsInState(scope, TurnState.Queued), SessionStore.TurnsInState(scope, TurnState.Running).Count),
            cancellationToken);
        waiting = await held.WithoutHeldAsync(waiting, turn => _preparing.ContainsKey(turn.Id), cancellationToken);
        if (!await brake.AllowsAsync(worker, waiting.Where(turn => !_preparing.ContainsKey(turn.Id)), cancellationToken))
        {
            return; // the brake signals as long as it holds
        }

        var room = worker.MaxConcurrentTasks - running - _preparing.Count;
        foreach (var turn in waiting.Where(turn => !_preparing.ContainsKey(turn.Id)).Take(Math.Max(room, 0)))
        {
            var isKnown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _preparing[turn.Id] = Task.Run(() => PrepareAsync(turn, worker, isKnown.Task, cancellationToken), CancellationToken.None);
            isKnown.SetResult();
        }
    }

    private async Task PrepareAsync(TurnRow turn, ConnectedWorker worker, Task isKnown, CancellationToken cancellationToken)
    {
        await isKnown; // first it is put down, then it may take itself out
        await DispatchGuardedAsync(turn, worker, cancellationToken);
        _preparing.TryRemove(turn.Id, out _);
        queue.Signal(); // it took room until now, and may be due again
    }

    private async Task DispatchGuardedAsync(TurnRow turn, ConnectedWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            if (!await DispatchAsync(turn, worker, cancellationToken))
            {
                LogAway(turn.TaskId);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The turn stays queued; the next start takes it up.
        }
        catch (StorageUnavailableException away)
        {
            LogStoreAway(away.Message); // nothing could be written down, so it waits as before
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
#pragma warning disable CA1031 // the barrier of a background loop: one turn that breaks must not stop the others
        catch (Exception broken)
#pragma warning restore CA1031
        {
            LogBroken(turn.TaskId, broken);
            await FailAsync(turn, new TaskFailure
            {
                Code = ErrorCodes.Internal,
                Message = "The turn could not be started because of an error in Homeport. The log has the details.",
                Next = "Press Retry. If it happens again, run homeport doctor.",
            });
        }
    }

    /// <returns>False when the worker is away and the turn waits in the queue as before.</returns>
    private async Task<bool> DispatchAsync(TurnRow turn, ConnectedWorker worker, CancellationToken cancellationToken)
    {
        if (!(await ReadyAsync(turn.TaskId, cancellationToken)).Succeeded(out var ready, out var problem))
        {
            if (problem.Code is ProblemCode.Unavailable or ProblemCode.Timeout && IsAway(worker) ||
                problem.Code == ProblemCode.Unavailable && MayPass(turn.Id))
            {
                return false;
            }

            await FailAsync(turn, new TaskFailure { Code = TaskProblems.Word(problem.Code), Message = problem.Message, Next = "Press Retry." });
            return true;
        }

        _refusedAt.TryRemove(turn.Id, out _);
        var (task, isTrusted) = ready;
        if (!isTrusted)
        {
            return true; // it waits in the queue for an answer
        }

        if (IsAway(worker))
        {
            return false; // it went away, or is drained, while the worktree was made
        }

        if (await BeginAsync(turn, worker, cancellationToken) is not { } assignment)
        {
            return true; // cancelled in the meantime
        }

        liveText.Begin(task.Id, task.WorkspaceId);
        var answer = await worker.CallAsync<AssignTaskRequest, AssignTaskResponse>(
            WorkerMethods.AssignTask, assignment, cancellationToken);
        if (answer.Succeeded(out var response, out var refused) && response.Accepted)
        {
            LogStarted(task.Id, turn.Number, task.AgentType);
            if (task.Setup == SetupState.Due && assignment.Setup is null)
            {
                autoStart.Begin(task.Id); // the worktree is new, and ready as it is
            }

            return true;
        }

        if (refused?.Code is ProblemCode.Unavailable or ProblemCode.Timeout)
        {
            // Whether the worker has it, it tells when it is back; else the turn is handed over again, or its lease runs out.
            LogUnsure(task.Id, refused.Message);
            return true;
        }

        await FailAsync(turn, new TaskFailure
        {
            Code = refused is null ? ErrorCodes.Conflict : TaskProblems.Word(refused.Code),
            Message = response?.Reason ?? refused?.Message ?? "The worker did not take the turn.",
            Next = "Press Retry.",
        });
        return true;
    }

    /// <summary>The task with its worktree and ports, and whether its repository may make programs run.</summary>
    private async Task<Result<(UnitTask Task, bool IsTrusted)>> ReadyAsync(string taskId, CancellationToken cancellationToken)
    {
        if (!(await worktrees.EnsureAsync(taskId, cancellationToken)).Succeeded(out var task, out var problem) ||
            !(await ports.EnsureAsync(taskId, cancellationToken)).Succeeded(out _, out problem))
        {
            return problem;
        }

        return (await trust.CheckAsync(task, cancellationToken)).Succeeded(out var isTrusted, out problem) ? (task, isTrusted) : problem;
    }

    /// <summary>What cannot be had now, such as a lock of a git that is just ending, may be there in a moment; a git that is not installed is not.</summary>
    private bool MayPass(string turnId)
    {
        if (time.GetElapsedTime(_refusedAt.GetOrAdd(turnId, _ => time.GetTimestamp())) < options.WorkerPatience * 3) // longer than for one that starts: what a crash cut off must end first
        {
            return true;
        }

        _refusedAt.TryRemove(turnId, out _);
        return false;
    }

    /// <summary>It went away, or is drained: what it could not do is no fault of the turn.</summary>
    private bool IsAway(ConnectedWorker worker) => worker.IsGone || workers.Current != worker;

    /// <summary>Grants the lease and writes down that the turn runs, with what the person said. Null if it was cancelled.</summary>
    private Task<AssignTaskRequest?> BeginAsync(TurnRow queued, ConnectedWorker worker, CancellationToken cancellationToken) =>
        database.WriteAsync(
            scope =>
            {
                var now = time.GetUtcNow();
                if (SessionStore.FindTurn(scope, queued.Id) is not { State: TurnState.Queued } turn ||
                    TaskStore.Find(scope, turn.TaskId) is not { State: UnitTaskState.Queued } task ||
                    SessionStore.Find(scope, turn.SessionId) is not { } session)
                {
                    return null;
                }

                var token = LeaseStore.Grant(scope, turn, worker.Id, now);
                SessionStore.SaveTurn(scope, turn with { State = TurnState.Running, LeaseToken = token, StartedAt = now });
                SessionStore.Save(scope, session with { State = SessionState.Running, WorkerId = worker.Id, EndedAt = null });
                TurnBegin.Write(scope, task, turn);
                var assignment = equipment.Add(scope, task, TurnAssignment.Of(scope, task, turn, session, token));
                if (AgentKinds.IsTerminal(task.AgentType))
                {
                    AgentTerminalRows.Ensure(scope, task, session.Id, worker.Id, now);
                }

                var isNothingDue = assignment.Setup is null && task.Setup is SetupState.Due or SetupState.Failed;
                TaskStore.Save(
                    scope, task.MoveOrThrow(UnitTaskState.Running, now) with { Setup = isNothingDue ? null : task.Setup }, now);
                return assignment;
            },
            cancellationToken);

    private Task FailAsync(TurnRow failed, TaskFailure failure) => database.WriteAsync(
        scope =>
        {
            var now = time.GetUtcNow();
            if (SessionStore.FindTurn(scope, failed.Id) is not { } turn ||
                turn.State is not (TurnState.Queued or TurnState.Running) ||
                TaskStore.Find(scope, turn.TaskId) is not { } task)
            {
                return;
            }

            if (turn.State == TurnState.Queued)
            {
                TurnBegin.Write(scope, task, turn); // what the person said stays to be seen
            }

            TurnEnd.Write(scope, task, turn, TurnOutcome.Failed, failure, null, now);
            TaskStore.Save(
                scope, task.MoveOrThrow(UnitTaskState.Failed, now) with { Failure = failure, TurnId = null }, now);
        },
        CancellationToken.None);

    [LoggerMessage(LogLevel.Information, "Task {Task}: turn {Number} runs with {Agent}")]
    private partial void LogStarted(string task, int number, string agent);

    [LoggerMessage(LogLevel.Information, "Task {Task}: the worker went away before the turn was given to it; it waits for the next one")]
    private partial void LogAway(string task);

    [LoggerMessage(LogLevel.Warning, "What waits cannot be looked at now, and is soon again: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: the turn was handed over, and no answer came: {Reason}")]
    private partial void LogUnsure(string task, string reason);

    [LoggerMessage(LogLevel.Error, "Task {Task}: the turn could not be started")]
    private partial void LogBroken(string task, Exception exception);
}
