using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>Ends what runs in terminals and forgets them.</summary>
internal sealed class CloseTerminal(Database database, IWorkerRpc worker, TerminalSockets sockets)
{
    public async Task<Result<NoResponse>> RunAsync(CloseTerminalRequest request, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(scope => TerminalStore.Find(scope, request.Id), cancellationToken);
        if (row is null)
        {
            return TerminalProblems.NotFound(request.Id);
        }

        return row.Terminal is { SessionId: not null, State: TerminalState.Running }
            ? new Problem(ProblemCode.Conflict, "A task's agent works in this terminal. Stop the task to end it.")
            : await CloseAsync(row, request.UnlessBusy);
    }

    /// <summary>Before the folder in which they work is put away.</summary>
    public async Task OfTaskAsync(string taskId) =>
        await CloseAllAsync(await database.ReadAsync(scope => TerminalStore.OfTask(scope, taskId), CancellationToken.None));

    public async Task OfProjectAsync(string projectId) =>
        await CloseAllAsync(await database.ReadAsync(scope => TerminalStore.OfProject(scope, projectId), CancellationToken.None));

    private async Task CloseAllAsync(IReadOnlyList<TerminalRow> rows)
    {
        foreach (var row in rows)
        {
            await CloseAsync(row, unlessBusy: null);
        }
    }

    /// <summary>A worker that is away is told when it is back, because it then names a terminal that no row knows.</summary>
    private async Task<Result<NoResponse>> CloseAsync(TerminalRow row, bool? unlessBusy)
    {
        if (row.Terminal.State != TerminalState.Lost)
        {
            var ended = await worker.CallOnAsync<EndTerminalRequest, NoResponse>(
                row.WorkerId, WorkerMethods.EndTerminal, new EndTerminalRequest { TerminalId = row.Terminal.Id, UnlessBusy = unlessBusy },
                CancellationToken.None);
            if (!ended.Succeeded(out _, out var problem) && problem.Code != ProblemCode.Unavailable)
            {
                return problem;
            }
        }

        await database.WriteAsync(scope => TerminalStore.Remove(scope, row.Terminal), CancellationToken.None);
        await sockets.CloseAsync(row.Terminal.Id);
        return new NoResponse();
    }
}
