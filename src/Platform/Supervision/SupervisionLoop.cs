using System.Diagnostics;
using System.Globalization;

namespace Homeport.Platform.Supervision;

/// <summary>The owner of a supervised program: nobody else starts or stops it, and everything it does happens in order.</summary>
internal sealed class SupervisionLoop(
    SupervisionSpec spec, Wishes wishes, StatusBoard board, LogRing log, ProgramOutput output, TimeProvider time, Random random)
{
    private int _restarts;
    private int _failures;

    /// <summary>Until <see cref="Wish.End"/>.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            await wishes.NewerThanAsync(board.Handled);
            var (wish, number, _) = wishes.Since(board.Handled);
            if (wish is Wish.Start or Wish.Restart)
            {
                await KeepAsync(number);
                continue;
            }

            if (board.Current.State == SupervisionState.Stopped)
            {
                board.Handle(number);
            }
            else
            {
                Publish(SupervisionState.Stopped, wish == Wish.Stop ? "Stopped as asked." : "No longer looked after.", number);
            }

            if (wish == Wish.End)
            {
                board.End();
                return;
            }
        }
    }

    /// <summary>One life after the other, until it is to run no more.</summary>
    private async Task KeepAsync(long wish)
    {
        _failures = 0;
        while (true)
        {
            var end = await new LifeWatch(spec, wishes, board, log, output, time).LiveAsync(wish, Publish);
            if (end.IsAsAsked)
            {
                if (!IsWantedAgain(out wish))
                {
                    return; // the outer loop says so
                }

                continue;
            }

            _failures = end.Lasted >= spec.Backoff.ResetAfter ? 1 : _failures + 1;
            if (IsOver(end, out var state, out var reason))
            {
                Publish(state, reason, end);
                return;
            }

            if (await BackOffAsync(end))
            {
                if (!IsWantedAgain(out wish))
                {
                    return;
                }

                continue;
            }

            _restarts++;
            wish = board.Handled;
        }
    }

    private bool IsWantedAgain(out long number)
    {
        (var wish, number, _) = wishes.Since(board.Handled);
        _failures = 0;
        return wish is Wish.Start or Wish.Restart;
    }

    private bool IsOver(LifeEnd end, out SupervisionState state, out string reason)
    {
        (state, reason) = (SupervisionState.Failed, end.Reason);
        if (end.IsClean && spec.Restart != RestartPolicy.Always)
        {
            state = SupervisionState.Stopped;
            return true;
        }

        if (end.IsFinal || spec.Restart == RestartPolicy.Never)
        {
            return true;
        }

        if (_failures > spec.Backoff.Tries)
        {
            reason = string.Create(CultureInfo.InvariantCulture, $"Given up after {spec.Backoff.Tries} restarts in a row. {end.Reason}");
            return true;
        }

        return false;
    }

    /// <summary>True when a wish came before the time was over.</summary>
    private async Task<bool> BackOffAsync(LifeEnd end)
    {
        var delay = spec.Backoff.DelayAfter(_failures, random.NextDouble());
        Publish(SupervisionState.Backoff, end.Reason, end, time.GetUtcNow() + delay);
        if (delay <= TimeSpan.Zero)
        {
            return wishes.NewerThanAsync(board.Handled).IsCompleted;
        }

        using var done = new CancellationTokenSource();
        var wait = Task.Delay(delay, time, done.Token);
        var first = await Task.WhenAny(wait, wishes.NewerThanAsync(board.Handled));
        await done.CancelAsync();
        return first != wait;
    }

    private void Publish(SupervisionState state, string reason, LifeEnd end, DateTimeOffset? nextTry = null)
    {
        Publish(
            new SupervisionStatus
            {
                Number = 0,
                At = default,
                State = state,
                Reason = reason,
                LastExit = end.Exit ?? board.Current.LastExit,
                LastErrors = end.LastErrors,
                NextTryAt = nextTry,
            },
            board.Handled);
    }

    private void Publish(SupervisionState state, string reason, long wish) => Publish(
        new SupervisionStatus { Number = 0, At = default, State = state, Reason = reason, LastExit = board.Current.LastExit }, wish);

    private SupervisionStatus Publish(SupervisionStatus status, long wish)
    {
        status = board.Publish(status with { Tries = _failures, Restarts = _restarts }, wish);
        if (status is { State: SupervisionState.Starting, ProcessId: null })
        {
            return status; // the process follows at once
        }

        output.Note(status.State switch
        {
            SupervisionState.Starting => string.Create(CultureInfo.InvariantCulture, $"starting, process {status.ProcessId}"),
            SupervisionState.Running => string.Create(CultureInfo.InvariantCulture, $"running, process {status.ProcessId}{(status.Port is { } port ? $", port {port}" : "")}"),
            SupervisionState.Backoff => string.Create(
                CultureInfo.InvariantCulture, $"{status.Reason} It is started again at {status.NextTryAt:HH:mm:ss.fff} (try {status.Tries})."),
            SupervisionState.Failed or SupervisionState.Stopped => $"{status.State.ToString().ToLowerInvariant()}: {status.Reason}",
            SupervisionState.Stopping => "stopping",
            _ => throw new UnreachableException(),
        });
        return status;
    }
}
