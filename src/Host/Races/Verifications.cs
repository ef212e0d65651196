using Homeport.Domain;
using Homeport.Host.Commands;
using Homeport.Host.Services;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Races;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>
/// Runs the verify command of races in the worktrees of their runners, as startup commands are run: the worker has it in hand,
/// so it outlives the host, is confined as the task is, and ends with the worktree. The caller sees to it that there is one
/// call at a time.
/// </summary>
internal sealed class Verifications(Database database, IWorkerRpc worker, ServiceControl services, TaskCommandStatuses statuses, TimeProvider time)
{
    private const int MostLines = 2_000;

    /// <summary>Keeps the tree in a snapshot and starts the command on it. While no worker is there, it waits.</summary>
    public async Task StartAsync(Race race, RaceRunner runner, CancellationToken cancellationToken)
    {
        var task = await database.ReadAsync(scope => TaskStore.Find(scope, runner.TaskId), cancellationToken);
        if (task is not { HasWorktree: true })
        {
            return;
        }

        var kept = await worker.CallAsync<CreateSnapshotRequest, CreateSnapshotResponse>(
            WorkerMethods.CreateSnapshot,
            new CreateSnapshotRequest { TaskId = task.Id, WorktreePath = task.WorktreePath!, Reason = "Before the race's verification" }, cancellationToken);
        if (!kept.Succeeded(out var snapshot, out var problem))
        {
            await RefuseAsync(race, runner, problem, cancellationToken);
            return;
        }

        if (runner.ServiceId is { } earlier)
        {
            await services.ForgetAsync(null, earlier, cancellationToken); // with its log; one that runs is not started anew
        }

        var begun = await database.WriteAsync(scope => Begin(scope, race.Id, runner.Number, snapshot.Snapshot.Number), cancellationToken);
        if (begun is not { } request)
        {
            return; // the agent went on, or the race was decided
        }

        var started = await services.StartAsync(request, isRestart: false, cancellationToken);
        if (started.Succeeded(out var placed, out problem))
        {
            await statuses.ChangeAsync(placed.WorkerId, placed.Status, cancellationToken);
        }
        else
        {
            await RefuseAsync(race, runner, problem, cancellationToken);
        }
    }

    /// <summary>Looks whether one that runs is over, or takes too long.</summary>
    public async Task FollowAsync(Race race, RaceRunner runner, CancellationToken cancellationToken)
    {
        var command = runner.ServiceId is { } id ? await database.ReadAsync(scope => TaskCommandStore.Find(scope, id), cancellationToken) : null;
        var running = runner.Verification!;
        if (command is null)
        {
            await EndAsync(race, runner, running with { State = VerificationState.Stopped, Reason = "The worktree went away." }, null, cancellationToken);
        }
        else if (command.WorkerId is null)
        {
            await WaitAgainAsync(race, runner, cancellationToken); // the host ended before a worker had it
        }
        else if (!command.Status.IsInHand())
        {
            await EndAsync(race, runner, Judge(running, command.Status), command.WorkerId, cancellationToken);
        }
        else if (time.GetUtcNow() - running.StartedAt > TimeSpan.FromSeconds(race.VerifyTimeoutSeconds))
        {
            await StopAsync(
                race, runner,
                running with { State = VerificationState.TimedOut, Reason = $"It was stopped because it took longer than {race.VerifyTimeoutSeconds} s." }, cancellationToken);
        }
    }

    /// <summary>Ends the command with all its processes. A worker that is away has it still in hand, so it goes on then.</summary>
    public async Task<Problem?> StopAsync(Race race, RaceRunner runner, RaceVerification end, CancellationToken cancellationToken)
    {
        if (runner.Verification is { State: VerificationState.Waiting })
        {
            await ChangeAsync(
                race.Id, runner.Number,
                known => known.Verification is { State: VerificationState.Waiting } ? known with { Verification = end with { EndedAt = time.GetUtcNow() } } : known,
                cancellationToken);
            return null;
        }

        var command = runner.ServiceId is { } id ? await database.ReadAsync(scope => TaskCommandStore.Find(scope, id), cancellationToken) : null;
        if (command is { WorkerId: { } workerId })
        {
            var stopped = await services.StopAsync(workerId, command.ServiceId, cancellationToken);
            if (!stopped.Succeeded(out _, out var problem))
            {
                return problem;
            }

            await statuses.EndAsync(command.ServiceId, "Stopped as asked.", cancellationToken);
        }

        await EndAsync(race, runner, end, command?.WorkerId, cancellationToken);
        return null;
    }

    /// <summary>Something broke that should not. It is not tried again by itself.</summary>
    public Task GiveUpAsync(Race race, RaceRunner runner, CancellationToken cancellationToken) => RefuseAsync(
        race, runner, new Problem(ProblemCode.Internal, "It could not be verified because of an error in Homeport. The log has the details."), cancellationToken);

    private StartServiceRequest? Begin(WriteScope scope, string raceId, int number, int snapshot)
    {
        var now = time.GetUtcNow();
        if (RaceStore.Find(scope, raceId) is not { State: RaceState.Open, VerifyCommand: { } line } race
            || RaceStore.Runners(scope, raceId).FirstOrDefault(known => known.Number == number) is not { } runner
            || TaskStore.Find(scope, runner.TaskId) is not { } task || !VerificationDue.IsAtRest(task))
        {
            return null;
        }

        var command = new StartupCommand
        {
            Id = TaskCommand.VerificationId,
            Name = "Verify",
            Command = line,
            PortNames = [],
            AutoStart = false,
            Restart = false,
        };
        var serviceId = Guid.CreateVersion7(now).ToString();
        if (TaskCommandStore.Find(scope, task.Id, command.Id) is { } earlier)
        {
            TaskCommandStore.RemoveOne(scope, earlier.ServiceId);
        }

        TaskCommandStore.Add(scope, new TaskCommand
        {
            ServiceId = serviceId,
            TaskId = task.Id,
            Command = command,
            Status = new ServiceStatus
            {
                ServiceId = serviceId,
                Kind = ServiceKind.StartupCommand,
                TaskId = task.Id,
                State = ServiceState.Stopped,
                Reason = "It is about to be started.",
                At = now,
            },
        });
        RaceStore.SaveRunner(scope, runner with
        {
            ServiceId = serviceId,
            Verification = new RaceVerification
            {
                State = VerificationState.Running,
                Command = line,
                TurnId = SessionStore.LastStandingTurn(scope, task.Id)?.Id,
                Snapshot = snapshot,
                StartedAt = now,
            },
        });
        RaceStore.Save(scope, race);
        return new StartServiceRequest
        {
            ServiceId = serviceId,
            Kind = ServiceKind.StartupCommand,
            Name = command.Name,
            TaskId = task.Id,
            Environment = TaskEnvironments.Of(scope, task),
            Definition = new ServiceDefinition { Command = line, WorkingDirectory = task.WorktreePath, Restart = ServiceRestart.Never },
        };
    }

    private static RaceVerification Judge(RaceVerification running, ServiceStatus status) => running with
    {
        State = (status.ExitCode, status.ExitSignal) switch
        {
            (0, _) => VerificationState.Passed,
            (null, null) => VerificationState.Stopped,
            _ => VerificationState.Failed,
        },
        ExitCode = status.ExitCode,
        ExitSignal = status.ExitSignal,
        EndedAt = status.At,
        Reason = status is { ExitCode: null, ExitSignal: null } ? status.Reason : null,
    };

    /// <summary>Nobody could be asked: it is tried again. Else it cannot be run, and says why.</summary>
    private async Task RefuseAsync(Race race, RaceRunner runner, Problem problem, CancellationToken cancellationToken)
    {
        if (problem.Code is ProblemCode.Unavailable or ProblemCode.Timeout)
        {
            await WaitAgainAsync(race, runner, cancellationToken);
            return;
        }

        var last = await database.ReadAsync(scope => SessionStore.LastStandingTurn(scope, runner.TaskId), cancellationToken);
        var refused = new RaceVerification
        {
            State = VerificationState.Refused,
            Command = race.VerifyCommand ?? "",
            TurnId = last?.Id,
            Reason = problem.Message,
        };
        await ChangeAsync(race.Id, runner.Number, known => known with { Verification = refused }, cancellationToken);
    }

    private Task WaitAgainAsync(Race race, RaceRunner runner, CancellationToken cancellationToken) => ChangeAsync(
        race.Id, runner.Number,
        known => known.Verification is { State: VerificationState.Waiting }
            ? known
            : known with { Verification = new RaceVerification { State = VerificationState.Waiting, Command = race.VerifyCommand ?? "" } },
        cancellationToken);

    private async Task EndAsync(Race race, RaceRunner runner, RaceVerification end, string? workerId, CancellationToken cancellationToken)
    {
        if (workerId is not null && runner.ServiceId is { } service)
        {
            var read = await services.ReadLogAsync(workerId, new ReadServiceLogRequest { ServiceId = service, Limit = MostLines }, cancellationToken);
            if (read.Succeeded(out var log, out var problem))
            {
                end = end.With(log);
            }
            else if (problem.Code is ProblemCode.Unavailable or ProblemCode.Timeout)
            {
                return; // the next look reads it
            }
        }

        var endedAt = end.EndedAt ?? time.GetUtcNow();
        end = end with { EndedAt = endedAt, Seconds = end.StartedAt is { } began ? Math.Max((endedAt - began).TotalSeconds, 0) : null };
        await ChangeAsync(
            race.Id, runner.Number, known => known.ServiceId == runner.ServiceId ? known with { Verification = end } : known, cancellationToken);
    }

    private Task ChangeAsync(string raceId, int number, Func<RaceRunner, RaceRunner> change, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (RaceStore.Find(scope, raceId) is { } race
                && RaceStore.Runners(scope, raceId).FirstOrDefault(known => known.Number == number) is { } runner && change(runner) is var changed && changed != runner)
            {
                RaceStore.SaveRunner(scope, changed);
                RaceStore.Save(scope, race);
            }
        },
        cancellationToken);
}
