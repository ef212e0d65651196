using Homeport.Host.Commands;
using Homeport.Host.Tasks;
using Homeport.Protocol.Link;
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
        Prompt = PromptOf(turn, session),
        Attachments = turn.Attachments,
        NativeSessionId = session.NativeSessionId,
        Environment = TaskEnvironments.Of(scope, task),
        NativePoint = session.NativePoint,
        Setup = TaskEnvironments.SetupOf(scope, task),
    };

    /// <summary>A session that has not begun hears first what was said before it.</summary>
    private static string PromptOf(TurnRow turn, AgentSessionRow session) =>
        session is { Context: { } context, NativeSessionId: null } ? $"{context}\n\n{turn.Prompt}" : turn.Prompt;
}
