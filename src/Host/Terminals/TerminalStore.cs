using System.Text.Json;
using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>The rows of terminals that are not closed. What clients should know at once is told in the log.</summary>
internal static class TerminalStore
{
    private const string Columns =
        "id, workspace_id, project_id, task_id, worker_id, name, title, working_directory, shell, column_count, row_count, state, exit_code, created_at, ended_at, version, session_id";

    public static TerminalRow? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM terminals WHERE id = @id", Map, ("id", id));

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<TerminalRow> List(ReadScope scope, string workspaceId) => scope.Query(
        $"SELECT {Columns} FROM terminals WHERE workspace_id = @workspace ORDER BY id", Map, ("workspace", workspaceId));

    public static IReadOnlyList<TerminalRow> OfTask(ReadScope scope, string taskId) => scope.Query(
        $"SELECT {Columns} FROM terminals WHERE task_id = @task ORDER BY id", Map, ("task", taskId));

    public static IReadOnlyList<TerminalRow> OfProject(ReadScope scope, string projectId) => scope.Query(
        $"SELECT {Columns} FROM terminals WHERE project_id = @project ORDER BY id", Map, ("project", projectId));

    public static IReadOnlyList<TerminalRow> OnWorker(ReadScope scope, string workerId) => scope.Query(
        $"SELECT {Columns} FROM terminals WHERE worker_id = @worker ORDER BY id", Map, ("worker", workerId));

    /// <summary>The workers on which terminals run, as far as is known.</summary>
    public static IReadOnlyList<string> WorkersOfRunning(ReadScope scope) => scope.Query(
        "SELECT DISTINCT worker_id FROM terminals WHERE state = @state", static row => row.Text(0), ("state", Word(TerminalState.Running)));

    /// <summary>Nobody is told yet: <see cref="Save"/> follows when it runs.</summary>
    public static void Add(WriteScope scope, TerminalRow row)
    {
        var terminal = row.Terminal;
        scope.Execute(
            $"""
            INSERT INTO terminals ({Columns})
            VALUES (@id, @workspace, @project, @task, @worker, @name, @title, @directory, @shell, @columns, @rows, @state, @exit, @created, @ended, @version, @session)
            """,
            ("id", terminal.Id), ("workspace", terminal.WorkspaceId), ("project", terminal.RepositoryGroupId), ("task", terminal.TaskId),
            ("worker", row.WorkerId), ("name", terminal.Name), ("title", terminal.Title), ("directory", terminal.WorkingDirectory),
            ("shell", terminal.Shell), ("columns", terminal.Columns), ("rows", terminal.Rows), ("state", Word(terminal.State)),
            ("exit", terminal.ExitCode), ("created", terminal.CreatedAt.ToUnixTimeMilliseconds()),
            ("ended", terminal.EndedAt?.ToUnixTimeMilliseconds()), ("version", terminal.Version), ("session", terminal.SessionId));
    }

    /// <summary>Stores what can change of it, with its next version, and tells it.</summary>
    public static TerminalView Save(WriteScope scope, TerminalView terminal)
    {
        terminal = terminal with { Version = terminal.Version + 1 };
        SaveQuietly(scope, terminal);
        scope.Append(
            EventKinds.TerminalChanged, terminal.WorkspaceId, new TerminalChangedPayload(terminal), ProtocolJson.Default.TerminalChangedPayload,
            terminal.TaskId);
        return terminal;
    }

    /// <summary>For the title and the size, which change too often for the log; those who look at the terminal hear of them.</summary>
    public static void SaveQuietly(WriteScope scope, TerminalView terminal) => scope.Execute(
        """
        UPDATE terminals SET name = @name, title = @title, shell = @shell, column_count = @columns, row_count = @rows, state = @state,
            exit_code = @exit, created_at = @created, ended_at = @ended, version = @version
        WHERE id = @id
        """,
        ("name", terminal.Name), ("title", terminal.Title), ("shell", terminal.Shell), ("columns", terminal.Columns),
        ("rows", terminal.Rows), ("state", Word(terminal.State)), ("exit", terminal.ExitCode),
        ("created", terminal.CreatedAt.ToUnixTimeMilliseconds()), ("ended", terminal.EndedAt?.ToUnixTimeMilliseconds()),
        ("version", terminal.Version), ("id", terminal.Id));

    /// <summary>Those that ended are kept for whoever looks again, but not all that ever were.</summary>
    public static void ForgetOldest(WriteScope scope, string workspaceId, int kept)
    {
        var ended = List(scope, workspaceId).Where(row => row.Terminal.State != TerminalState.Running).ToArray();
        foreach (var row in ended.Take(ended.Length - kept))
        {
            Remove(scope, row.Terminal);
        }
    }

    public static void Remove(WriteScope scope, TerminalView terminal)
    {
        if (scope.Execute("DELETE FROM terminals WHERE id = @id", ("id", terminal.Id)) > 0)
        {
            scope.Append(
                EventKinds.TerminalRemoved, terminal.WorkspaceId, new RemovedPayload(terminal.Id), ProtocolJson.Default.RemovedPayload,
                terminal.TaskId);
        }
    }

    private static string Word(TerminalState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static TerminalRow Map(Row row) => new(row.Text(4), new TerminalView
    {
        Id = row.Text(0),
        WorkspaceId = row.Text(1),
        RepositoryGroupId = row.Text(2),
        TaskId = row.TextOrNull(3),
        Name = row.TextOrNull(5),
        Title = row.TextOrNull(6),
        WorkingDirectory = row.Text(7),
        Shell = row.Text(8),
        Columns = row.Int32(9),
        Rows = row.Int32(10),
        State = Enum.Parse<TerminalState>(row.Text(11), ignoreCase: true),
        ExitCode = row.Int32OrNull(12),
        CreatedAt = row.Time(13),
        EndedAt = row.TimeOrNull(14),
        Version = row.Int64(15),
        SessionId = row.TextOrNull(16),
    });
}

/// <summary>A terminal and where it runs.</summary>
internal sealed record TerminalRow(string WorkerId, TerminalView Terminal);
