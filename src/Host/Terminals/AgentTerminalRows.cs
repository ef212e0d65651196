using Homeport.Host.Tasks;
using Homeport.Platform.Terminals;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>The row of the terminal in which a session's agent works: it has the session's id, and comes before its program.</summary>
internal static class AgentTerminalRows
{
    /// <summary>Running from when its worker says so; until then it looks as if it had ended.</summary>
    public static void Ensure(WriteScope scope, UnitTask task, string sessionId, string workerId, DateTimeOffset now)
    {
        if (TerminalStore.Find(scope, sessionId) is { } known)
        {
            if (known.WorkerId == workerId)
            {
                return;
            }

            TerminalStore.Remove(scope, known.Terminal); // its worker is gone, and another one goes on
        }

        TerminalStore.Add(scope, new TerminalRow(workerId, new TerminalView
        {
            Id = sessionId,
            WorkspaceId = task.WorkspaceId,
            RepositoryGroupId = task.ProjectId,
            TaskId = task.Id,
            SessionId = sessionId,
            WorkingDirectory = task.WorktreePath!,
            Shell = "",
            Columns = TerminalSize.Usual.Columns,
            Rows = TerminalSize.Usual.Rows,
            State = TerminalState.Ended,
            CreatedAt = now,
            EndedAt = now,
            Version = 0,
        }));
    }
}
