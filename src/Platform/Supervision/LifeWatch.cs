using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>Sees one life of the program through: start, readiness, health, end. Wishes are heard all the time.</summary>
internal sealed class LifeWatch(
    SupervisionSpec spec, Wishes wishes, StatusBoard board, LogRing log, ProgramOutput output, TimeProvider time)
{
    /// <summary>Who owns us has little time.</summary>
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(2);

    /// <summary>Returns when nothing of the program is left, or it was let go.</summary>
    /// <param name="wish">That this life fulfils.</param>
    /// <param name="publish">Says where it is.</param>
    public async Task<LifeEnd> LiveAsync(long wish, Func<SupervisionStatus, long, SupervisionStatus> publish)
    {
        publish(Status(SupervisionState.Starting, "It is being started."), wish);
        SupervisedLife life;
        try
        {
            life = await SupervisedLife.BeginAsync(spec, log, output, time);
        }
        catch (ProcessStartException exception)
        {
            return new LifeEnd(exception.Message) { IsFinal = exception.Failure != ProcessStartFailure.Refused };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LifeEnd($"It could not be started: {exception.Message}");
        }
        catch (ArgumentException exception)
        {
            return new LifeEnd(exception.Message) { IsFinal = true };
        }

        board.Program = life.Program;
        await using (life)
        {
            return await SeeThroughAsync(life, publish);
        }
    }

    private async Task<LifeEnd> SeeThroughAsync(SupervisedLife life, Func<SupervisionStatus, long, SupervisionStatus> publish)
    {
        using var over = new CancellationTokenSource();
        var alive = publish(Status(SupervisionState.Starting, life.IsAdopted ? "It was found running." : "It is being started.") with
        {
            ProcessId = life.Program.Id,
            StartedAt = time.GetUtcNow(),
            IsAdopted = life.IsAdopted,
        }, board.Handled);

        var ready = life.WaitUntilReadyAsync(over.Token);
        var late = Task.Delay(spec.StartTimeout, time, over.Token);
        var isBroken = await IsBrokenBeforeAsync(Task.WhenAny(ready, life.Ended, late));
        if (isBroken || !ready.IsCompletedSuccessfully)
        {
            var unready = isBroken ? LifeEnd.AsAsked
                : life.Ended.IsCompleted ? new LifeEnd($"It ended with {await life.Ended} before it was ready.")
                : new LifeEnd(string.Create(CultureInfo.InvariantCulture, $"It was not ready within {spec.StartTimeout.TotalSeconds:0.###} s: {life.Missing}."));
            return await EndAsync(life, alive, unready, over, [ready, late], publish);
        }

        var since = time.GetTimestamp();
        alive = publish(alive with
        {
            State = SupervisionState.Running,
            Reason = life.IsAdopted ? "It was found running." : "It is ready.",
            Port = await ready,
            ProcessId = life.ProcessId,
        }, board.Handled);
        var sick = WatchHealthAsync(alive, over.Token);
        if (await IsBrokenBeforeAsync(Task.WhenAny(life.Ended, sick)))
        {
            return await EndAsync(life, alive, LifeEnd.AsAsked, over, [sick, late], publish);
        }

        var lasted = time.GetElapsedTime(since);
        var end = life.Ended.IsCompleted
            ? new LifeEnd($"It ended with {await life.Ended}.") { IsClean = (await life.Ended).IsSuccess }
            : new LifeEnd($"It was stopped because it is not healthy: {await sick}.");
        return await EndAsync(life, alive, end with { Lasted = lasted }, over, [sick, late], publish);
    }

    /// <summary>True when a wish breaks it off; one that wants it running is answered on the way.</summary>
    private async Task<bool> IsBrokenBeforeAsync(Task happening)
    {
        while (true)
        {
            var (_, number, isBreak) = wishes.Since(board.Handled);
            if (isBreak)
            {
                return true;
            }

            if (number > board.Handled)
            {
                board.Handle(number);
            }

            if (happening.IsCompleted)
            {
                return false;
            }

            await Task.WhenAny(happening, wishes.NewerThanAsync(board.Handled));
        }
    }

    private async Task<LifeEnd> EndAsync(
        SupervisedLife life, SupervisionStatus alive, LifeEnd end, CancellationTokenSource over, Task[] waits, Func<SupervisionStatus, long, SupervisionStatus> publish)
    {
        await over.CancelAsync();
        await Task.WhenAll(waits).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var (wish, number, _) = wishes.Since(board.Handled);
        if (end.IsAsAsked && spec.Detached is not null && wish is Wish.LetGo or Wish.End)
        {
            return end;
        }

        if (!life.Ended.IsCompleted)
        {
            // A stop is fulfilled when it has stopped, so it is not handled here.
            publish(alive with { State = SupervisionState.Stopping, Reason = end.IsAsAsked ? "It was asked to stop." : end.Reason }, board.Handled);
        }

        try
        {
            await life.StopAsync(wish == Wish.End && spec.StopGrace > LastGrace ? LastGrace : spec.StopGrace); // also what a program that ended has left behind
        }
        catch (TimeoutException exception)
        {
            return new LifeEnd(exception.Message) { IsFinal = true };
        }

        return end.IsAsAsked ? end : end with { Exit = await life.Ended, LastErrors = await life.LastErrorsAsync() };
    }

    private async Task<string> WatchHealthAsync(SupervisionStatus alive, CancellationToken cancellationToken)
    {
        if (spec.Health is not { } check)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return "";
        }

        for (var failures = 0; ;)
        {
            await Task.Delay(check.Interval, time, cancellationToken);
            var fault = await ProbeAsync(check, alive, cancellationToken);
            failures = fault is null ? 0 : failures + 1;
            if (fault is not null && failures >= check.Failures)
            {
                return fault;
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A probe is foreign code; however it fails, the program is not known to be healthy.")]
    private async Task<string?> ProbeAsync(HealthCheck check, SupervisionStatus alive, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await check.Probe(alive, limit.Token).WaitAsync(check.Timeout, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {check.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
        finally
        {
            await limit.CancelAsync();
        }
    }

    private SupervisionStatus Status(SupervisionState state, string reason) => new()
    {
        Number = 0,
        At = default,
        State = state,
        Reason = reason,
        LastExit = board.Current.LastExit,
    };
}
