using Homeport.Protocol.Link;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>Keeps the rows in step with what workers say of their terminals.</summary>
internal sealed class TerminalReports(Database database, TimeProvider time)
{
    /// <summary>A worker says how one of its terminals stands.</summary>
    public Task AcceptAsync(string workerId, TerminalStatus status, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (TerminalStore.Find(scope, status.TerminalId) is { } row && row.WorkerId == workerId)
            {
                Take(scope, row.Terminal, status);
            }
        },
        cancellationToken);

    /// <summary>
    /// A worker registers: what it does not name of its own is lost, and all of those of the dead workers that it took over.
    /// </summary>
    /// <returns>The terminals that were closed meanwhile, and are to be ended.</returns>
    public Task<string[]> ReuniteAsync(string workerId, RegisterWorkerRequest registration, CancellationToken cancellationToken) =>
        database.WriteAsync(
            scope =>
            {
                var living = registration.Terminals.ToDictionary(status => status.TerminalId);
                foreach (var row in TerminalStore.OnWorker(scope, workerId))
                {
                    if (living.Remove(row.Terminal.Id, out var status))
                    {
                        Take(scope, row.Terminal, status);
                    }
                    else
                    {
                        Lose(scope, row.Terminal);
                    }
                }

                foreach (var row in registration.TookOver.SelectMany(dead => TerminalStore.OnWorker(scope, dead)))
                {
                    Lose(scope, row.Terminal);
                }

                return living.Keys.ToArray();
            },
            cancellationToken);

    /// <summary>The worker is not expected back.</summary>
    public Task GiveUpAsync(string workerId, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            foreach (var row in TerminalStore.OnWorker(scope, workerId))
            {
                Lose(scope, row.Terminal);
            }
        },
        cancellationToken);

    private void Take(WriteScope scope, TerminalView terminal, TerminalStatus status)
    {
        var known = terminal with { Title = status.Title, Columns = status.Columns, Rows = status.Rows };
        if (IsNewLife(terminal, status))
        {
            TerminalStore.Save(scope, known with
            {
                State = status.IsRunning ? TerminalState.Running : TerminalState.Ended,
                CreatedAt = status.StartedAt!.Value,
                ExitCode = status.ExitCode,
                EndedAt = status.IsRunning ? null : time.GetUtcNow(),
            });
        }
        else if (terminal.State == TerminalState.Lost && status.IsRunning)
        {
            TerminalStore.Save(scope, known with { State = TerminalState.Running, EndedAt = null }); // given up too early
        }
        else if (terminal.State != TerminalState.Ended && !status.IsRunning)
        {
            TerminalStore.Save(scope, known with { State = TerminalState.Ended, ExitCode = status.ExitCode, EndedAt = time.GetUtcNow() });
        }
        else if (known != terminal)
        {
            TerminalStore.SaveQuietly(scope, known);
        }
    }

    /// <summary>An agent's program that was started, perhaps once more in the same terminal.</summary>
    private static bool IsNewLife(TerminalView terminal, TerminalStatus status) =>
        terminal.SessionId is not null && status.StartedAt is { } started
        && started.ToUnixTimeMilliseconds() != terminal.CreatedAt.ToUnixTimeMilliseconds();

    private void Lose(WriteScope scope, TerminalView terminal)
    {
        if (terminal.State == TerminalState.Running)
        {
            TerminalStore.Save(scope, terminal with { State = TerminalState.Lost, EndedAt = time.GetUtcNow() });
        }
    }
}
