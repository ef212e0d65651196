using Homeport.Domain;
using Homeport.Host.Agents;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>Has the agent shorten its own conversation, as a turn.</summary>
internal sealed class CompactTask(Database database, TurnQueue queue, AgentRegistry agents)
{
    public async Task<Result<UnitTaskResponse>> RunAsync(CompactTaskRequest request, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (!ConversationChecks.Idle(scope, request.TaskId).Succeeded(out var task, out var problem))
                {
                    return problem;
                }

                if (agents.Find(task.AgentType) is { Capabilities.Compact: not true })
                {
                    return new Problem(ProblemCode.Conflict, "This agent does not shorten its conversation when it is told to. Hand over with a summary, or fork.");
                }

                return queue.Enqueue(scope, StartTask.EndWait(task), TurnKind.Compact, "/compact", null).Succeeded(out var queued, out problem)
                    ? new UnitTaskResponse { Task = TaskStore.View(scope, queued) }
                    : problem;
            },
            cancellationToken);
        queue.Signal();
        return result;
    }
}
