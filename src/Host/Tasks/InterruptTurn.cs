using Homeport.Host.Sessions;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Stops the turn that runs and keeps the agent's session, for something that is to come next.</summary>
internal sealed class InterruptTurn(Database database, IWorkerRpc worker)
{
    /// <summary>
    /// Not cancellable: a stop that was begun is carried through. Where the worker is away the turn goes on, and what is to come
    /// next comes after it.
    /// </summary>
    /// <param name="taskId">The task.</param>
    /// <param name="yields">The agent is not disturbed: it is a program in a terminal, and only the turn ends.</param>
    public async Task RunAsync(string taskId, bool yields = false)
    {
        var (session, turn) = await database.ReadAsync(
            scope => TaskStore.Find(scope, taskId) is { IsActive: true, SessionId: { } id } task ? (SessionStore.Find(scope, id), task.TurnId) : default,
            CancellationToken.None);
        if (session is not null && turn is not null)
        {
            await worker.CallOnAsync<InterruptTurnRequest, NoResponse>(
                session.WorkerId, WorkerMethods.InterruptTurn,
                new InterruptTurnRequest { SessionId = session.Id, TurnId = turn, Yield = yields ? true : null }, CancellationToken.None);
        }
    }
}
