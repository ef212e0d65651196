using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Workers;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>
/// Gives words to an agent in the middle of its turn. The worker writes them into the conversation where the agent took them; a
/// message that is sent again, because nobody heard whether it arrived, is known there by its name.
/// </summary>
internal sealed class SteerTurn(Database database, IWorkerRpc worker, TimeProvider time)
{
    /// <returns>Whether the agent took them. A problem is one that leaves it open: nothing may be queued then, or it is said twice.</returns>
    public async Task<Result<bool>> RunAsync(SendPromptRequest request, CancellationToken cancellationToken)
    {
        var (task, session) = await database.ReadAsync(scope => Find(scope, request.TaskId), cancellationToken);
        if (task is not { State: UnitTaskState.Running or UnitTaskState.Waiting, IsParked: false, TurnId: { } turn } || session is null)
        {
            return false;
        }

        var asked = await worker.CallOnAsync<SteerSessionRequest, SteerSessionResponse>(
            session.WorkerId, WorkerMethods.SteerSession,
            new SteerSessionRequest
            {
                SessionId = session.Id,
                TurnId = turn,
                MessageId = $"steer-{request.IdempotencyKey ?? Guid.CreateVersion7(time.GetUtcNow()).ToString()}",
                Prompt = request.Prompt,
                Attachments = request.Attachments,
            },
            cancellationToken);
        return asked.Succeeded(out var answer, out var problem)
            ? answer.Accepted
            : problem.Code is ProblemCode.Unavailable or ProblemCode.Timeout ? problem : false;
    }

    private static (UnitTask? Task, AgentSessionRow? Session) Find(ReadScope scope, string taskId)
    {
        var task = TaskStore.Find(scope, taskId);
        return (task, task?.SessionId is { } id ? SessionStore.Find(scope, id) : null);
    }
}
