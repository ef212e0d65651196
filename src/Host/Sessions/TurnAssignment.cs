using Homeport.Host.Commands;
using Homeport.Host.Import;
using Homeport.Host.Tasks;
using Homeport.Protocol.Link;
using Homeport.Protocol.Sessions;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>What a worker is told to run a turn.</summary>
internal static class TurnAssignment
{
    public static AssignTaskRequest Of(ReadScope scope, UnitTask task, TurnRow turn, AgentSessionRow session, long token) => new()
    {
        TaskId = task.Id,
        SessionId = session.Id,
        TurnId = turn.Id,
        LeaseToken = token,
        Kind = turn.Kind,
        AgentType = task.AgentType,
        AgentCommand = task.AgentCommand,
        Model = task.Model,
        PermissionMode = task.PermissionMode,
        WorktreePath = task.WorktreePath!,
        BaseCommit = task.BaseCommit!,
        Prompt = PromptOf(scope, task, turn, session),
        Attachments = turn.Attachments,
        NativeSessionId = session.NativeSessionId,
        Environment = TaskEnvironments.Of(scope, task),
        NativePoint = session.NativePoint,
        Setup = TaskEnvironments.SetupOf(scope, task),
    };

    /// <summary>A session that has not begun hears first what was said before it, and that it works elsewhere now.</summary>
    private static string PromptOf(ReadScope scope, UnitTask task, TurnRow turn, AgentSessionRow session)
    {
        var isToBegin = session.NativeSessionId is null || session.NativePoint is not null || PastSessionStore.IsElsewhere(scope, task, session);
        if (!isToBegin || SessionStore.TurnsOf(scope, session.Id).Any(known => known.State == TurnState.Completed))
        {
            return turn.Prompt;
        }

        var knowsMore = session.Context is not null || session.NativePoint is not null;
        var elsewhere = (task.Origin is not null && knowsMore) || PastSessionStore.IsElsewhere(scope, task, session)
            ? $"This is another way from here on, in a folder of its own that holds the same files. The working directory is: {task.WorktreePath}\nLeave the earlier folder alone."
            : null;
        return string.Join("\n\n", new[] { session.Context, elsewhere, turn.Prompt }.OfType<string>());
    }
}
