using Homeport.Host.Tasks;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>Queued turns that must not start yet, whatever room there is: their task waits to be trusted, or for its checkout.</summary>
internal sealed class HeldTurns(Database database, TimeProvider time)
{
    /// <param name="queued">All that wait, oldest first.</param>
    /// <param name="isPreparing">Those that are on their way already.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that may start, oldest first.</returns>
    public async Task<IReadOnlyList<TurnRow>> WithoutHeldAsync(
        IReadOnlyList<TurnRow> queued, Func<TurnRow, bool> isPreparing, CancellationToken cancellationToken)
    {
        if (queued.Count == 0)
        {
            return queued;
        }

        var (untrusted, checkouts) = await database.ReadAsync(
            scope => (TaskStore.QueuedWithHold(scope, QueueHold.Trust).ToHashSet(StringComparer.Ordinal), TaskStore.InCheckouts(scope)),
            cancellationToken);
        var busy = checkouts.Where(task => !task.IsQueued).Select(task => task.RepositoryId).ToHashSet(StringComparer.Ordinal);
        var repositories = checkouts.Where(task => task.IsQueued).ToDictionary(task => task.Id, task => task.RepositoryId, StringComparer.Ordinal);
        var free = new List<TurnRow>();
        var late = new List<string>();
        foreach (var turn in queued.Where(turn => !untrusted.Contains(turn.TaskId)).OrderByDescending(isPreparing))
        {
            if (repositories.TryGetValue(turn.TaskId, out var repository) && !busy.Add(repository))
            {
                late.Add(turn.TaskId);
            }
            else
            {
                free.Add(turn);
            }
        }

        await MarkAsync(late, cancellationToken);
        return [.. free.OrderBy(turn => turn.Id, StringComparer.Ordinal)];
    }

    private async Task MarkAsync(List<string> late, CancellationToken cancellationToken)
    {
        if (late.Count == 0)
        {
            return;
        }

        var unmarked = await database.ReadAsync(
            scope => late.Except(TaskStore.QueuedWithHold(scope, QueueHold.CheckoutBusy)).ToArray(), cancellationToken);
        if (unmarked.Length > 0)
        {
            await database.WriteAsync(
                scope =>
                {
                    foreach (var id in unmarked)
                    {
                        if (TaskStore.Find(scope, id) is { State: Domain.Tasks.UnitTaskState.Queued } task)
                        {
                            TaskStore.Save(scope, task with { Hold = QueueHold.CheckoutBusy }, time.GetUtcNow());
                        }
                    }
                },
                cancellationToken);
        }
    }
}
