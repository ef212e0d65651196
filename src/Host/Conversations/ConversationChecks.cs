using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>When a conversation can be changed.</summary>
internal static class ConversationChecks
{
    /// <summary>A task that was begun and at which no agent works, ready for another turn.</summary>
    public static Result<UnitTask> Idle(ReadScope scope, string taskId)
    {
        if (TaskStore.Find(scope, taskId) is not { } task)
        {
            return TaskProblems.NotFound(taskId);
        }

        if (task.DeletedAt is not null)
        {
            return TaskProblems.InTrash(task);
        }

        if (task.State is UnitTaskState.Draft or UnitTaskState.Blocked)
        {
            return new Problem(ProblemCode.Conflict, "The task has not been started, so nothing was said in it yet.");
        }

        return task.State == UnitTaskState.Queued || (task.IsActive && !task.IsParked)
            ? new Problem(ProblemCode.Conflict, $"An agent is at work: the task is {TaskWords.Of(task.State)}. Stop it, or wait until its turn is over.")
            : task;
    }

    /// <summary>A turn of the task that was run and still counts.</summary>
    public static Result<TurnRow> Turn(ReadScope scope, UnitTask task, string turnId) => SessionStore.FindTurn(scope, turnId) switch
    {
        { } turn when turn.TaskId != task.Id => NoTurn(turnId),
        null => NoTurn(turnId),
        { UndoneBy: not null } => new Problem(ProblemCode.Conflict, "That message was taken back already."),
        { State: TurnState.Queued } => new Problem(ProblemCode.Conflict, "That message was not said yet. Cancel or edit it."),
        { Kind: TurnKind.Compact or TurnKind.Summary } => new Problem(ProblemCode.Conflict, "That was no message of a person."),
        var turn => turn,
    };

    private static Problem NoTurn(string id) => new(ProblemCode.NotFound, $"The task has no turn {id}.");
}
