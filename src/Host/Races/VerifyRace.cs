using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Races;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>Asks for verifications again, and stops those that run.</summary>
internal sealed class VerifyRace(Database database, Verifications verifications, VerificationGate gate)
{
    public async Task<Result<RaceResponse>> RunAsync(VerifyRaceRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        RaceChecks.Verification(errors, request.Command, "command", request.TimeoutSeconds, "timeoutSeconds");
        if (request.Command is not null && string.IsNullOrWhiteSpace(request.Command))
        {
            errors.Add(new FieldError("command", "Give the shell lines that judge a worktree by their exit code."));
        }

        return errors.Count > 0
            ? TaskChecks.Invalid(errors)
            : await database.WriteAsync(scope => Ask(scope, request), cancellationToken);
    }

    public async Task<Result<RaceResponse>> StopAsync(StopVerificationRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        var (race, runners) = await database.ReadAsync(
            scope => (RaceStore.Find(scope, request.Id), RaceStore.Runners(scope, request.Id)), cancellationToken);
        if (race is null)
        {
            return RaceProblems.NotFound(request.Id);
        }

        if (request.TaskId is { } wanted && runners.All(runner => runner.TaskId != wanted))
        {
            return RaceProblems.NoRunner(wanted);
        }

        foreach (var runner in runners.Where(runner => request.TaskId is null || runner.TaskId == request.TaskId))
        {
            if (runner.Verification is not { State: VerificationState.Running or VerificationState.Waiting } verification)
            {
                continue;
            }

            // What only waited counts as told for the turn that is over: it is not begun again by itself.
            var turnId = verification.TurnId ?? (await database.ReadAsync(scope => SessionStore.LastStandingTurn(scope, runner.TaskId), cancellationToken))?.Id;
            var end = verification with { State = VerificationState.Stopped, TurnId = turnId, Reason = $"{caller.Name} stopped it." };
            if (await verifications.StopAsync(race, runner, end, cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return await database.ReadAsync<Result<RaceResponse>>(
            scope => RaceStore.Find(scope, request.Id) is { } now ? RaceViews.Answer(scope, now) : RaceProblems.NotFound(request.Id), cancellationToken);
    }

    private static Result<RaceResponse> Ask(WriteScope scope, VerifyRaceRequest request)
    {
        if (RaceStore.Find(scope, request.Id) is not { } race)
        {
            return RaceProblems.NotFound(request.Id);
        }

        if (race.State != RaceState.Open)
        {
            return RaceProblems.Decided(race);
        }

        if ((request.Command ?? race.VerifyCommand) is not { } command)
        {
            return TaskChecks.Invalid([new FieldError("command", "This race has no verify command. Give one.")]);
        }

        var runners = RaceStore.Runners(scope, race.Id);
        if (request.TaskId is { } wanted)
        {
            if (runners.FirstOrDefault(runner => runner.TaskId == wanted) is not { } one)
            {
                return RaceProblems.NoRunner(wanted);
            }

            if (WhatHinders(scope, one) is { } hindrance)
            {
                return hindrance;
            }

            runners = [one];
        }

        foreach (var runner in runners.Where(runner => WhatHinders(scope, runner) is null))
        {
            RaceStore.SaveRunner(
                scope, runner with { Verification = new RaceVerification { State = VerificationState.Waiting, Command = command } });
        }

        return RaceViews.Answer(scope, RaceStore.Save(scope, race with
        {
            VerifyCommand = command,
            VerifyTimeoutSeconds = request.TimeoutSeconds ?? race.VerifyTimeoutSeconds,
        }));
    }

    private static Problem? WhatHinders(ReadScope scope, RaceRunner runner)
    {
        if (runner.Verification?.State == VerificationState.Running)
        {
            return new Problem(ProblemCode.Conflict, "This runner is being verified now. Stop that first, or wait until it is over.");
        }

        if (TaskStore.Find(scope, runner.TaskId) is not { DeletedAt: null } task)
        {
            return new Problem(ProblemCode.Conflict, "This runner's task lies in the trash, so there is nothing to verify.");
        }

        return VerificationDue.IsAtRest(task)
            ? null
            : new Problem(ProblemCode.Conflict, task.HasWorktree
                ? "This runner is still at work. It is verified when it comes to rest."
                : "This runner has no worktree, so there is nothing to verify.");
    }
}
