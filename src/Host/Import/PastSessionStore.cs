using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Import;

/// <summary>The rows of the agents' own sessions.</summary>
internal static class PastSessionStore
{
    private const string Columns =
        "id, agent_type, path, native_id, title, first_prompt, folder, branch, model, agent_version, messages, size, stamp, read_to, started_at, last_at, is_part";

    /// <summary>The task that goes on with it, else the one whose agent had it; none that lies in the trash.</summary>
    private const string Task =
        """
        COALESCE(
            (SELECT l.task_id FROM past_session_tasks l JOIN tasks t ON t.id = l.task_id
                WHERE l.agent_type = p.agent_type AND l.native_id = p.native_id AND t.deleted_at IS NULL),
            (SELECT MAX(a.task_id) FROM agent_sessions a JOIN tasks t ON t.id = a.task_id
                WHERE a.native_session_id = p.native_id AND a.agent_type = p.agent_type AND t.deleted_at IS NULL)) AS task_id
        """;

    private static readonly string Selected = $"{string.Join(", ", Columns.Split(", ").Select(column => $"p.{column}"))}, {Task}";

    /// <param name="scope">Where to look.</param>
    /// <param name="id">Ours, or the agent's own.</param>
    public static PastSessionRow? Find(ReadScope scope, string id) => scope.QuerySingle(
        $"SELECT {Selected} FROM past_sessions p WHERE p.id = @id OR (p.native_id = @id AND p.is_part = 0) ORDER BY p.last_at DESC, p.id LIMIT 1", Read, ("id", id));

    /// <summary>Newest first, one more than a page.</summary>
    public static IReadOnlyList<PastSessionRow> List(ReadScope scope, PastSessionFilter filter)
    {
        var (where, parameters) = filter.ToSql();
        return scope.Query($"SELECT {Selected} FROM past_sessions p WHERE {where} ORDER BY p.last_at DESC, p.id DESC LIMIT @limit", Read, parameters);
    }

    /// <summary>By their paths, with what is needed to see whether they changed.</summary>
    public static Dictionary<string, (string Id, long Size, long Stamp)> Marks(ReadScope scope) => scope.Query(
        "SELECT path, id, size, stamp FROM past_sessions", static row => (Path: row.Text(0), Mark: (row.Text(1), row.Int64(2), row.Int64(3))))
        .ToDictionary(known => known.Path, known => known.Mark, StringComparer.Ordinal);

    public static long Count(ReadScope scope) => scope.QueryScalar("SELECT COUNT(*) FROM past_sessions WHERE is_part = 0 AND messages > 0");

    /// <summary>With what was said.</summary>
    public static PastSessionRow? FindWhole(ReadScope scope, string id) => Find(scope, id) is { } row
        ? row with { Words = scope.QuerySingle("SELECT words FROM past_sessions WHERE id = @id", static words => words.Text(0), ("id", id))! }
        : null;

    public static void Put(WriteScope scope, PastSessionRow row)
    {
        scope.Execute("DELETE FROM past_sessions WHERE id = @id", ("id", row.Id));
        scope.Execute(
            $"""
            INSERT INTO past_sessions ({Columns}, heading, words) VALUES (@id, @agent, @path, @native, @title, @prompt, @folder, @branch, @model,
                @version, @messages, @size, @stamp, @read, CAST(@started AS BIGINT), @last, @part, @heading, @words)
            """,
            ("id", row.Id), ("agent", row.AgentType), ("path", row.Path), ("native", row.NativeId), ("title", row.Title), ("prompt", row.FirstPrompt),
            ("folder", row.Folder), ("branch", row.Branch), ("model", row.Model), ("version", row.AgentVersion), ("messages", row.Messages),
            ("size", row.Size), ("stamp", row.Stamp), ("read", row.ReadTo), ("started", row.StartedAt?.ToUnixTimeMilliseconds()),
            ("last", row.LastAt.ToUnixTimeMilliseconds()), ("part", row.IsPart ? 1 : 0),
            ("heading", string.Join('\n', row.Title, row.Folder, row.Branch, row.AgentType, row.NativeId, row.FirstPrompt).ToLowerInvariant()),
            ("words", row.Words));
    }

    public static void Remove(WriteScope scope, string id) => scope.Execute("DELETE FROM past_sessions WHERE id = @id", ("id", id));

    /// <summary>This task goes on with it.</summary>
    public static void SetTask(WriteScope scope, PastSessionRow row, string taskId) => scope.Execute(
        """
        INSERT INTO past_session_tasks (agent_type, native_id, task_id) VALUES (@agent, @native, @task)
        ON CONFLICT (agent_type, native_id) DO UPDATE SET task_id = excluded.task_id
        """,
        ("agent", row.AgentType), ("native", row.NativeId), ("task", taskId));

    /// <summary>The session with which a task goes on; null when there is none or its file is gone.</summary>
    public static PastSessionRow? OfTask(ReadScope scope, string taskId) => scope.QuerySingle(
        $"""
        SELECT {Selected} FROM past_sessions p JOIN past_session_tasks l ON l.agent_type = p.agent_type AND l.native_id = p.native_id
        WHERE l.task_id = @task AND p.is_part = 0 ORDER BY p.last_at DESC, p.id LIMIT 1
        """,
        Read, ("task", taskId));

    /// <summary>The session was begun outside of Homeport, by an agent that works in another folder now.</summary>
    public static bool IsElsewhere(ReadScope scope, UnitTask task, AgentSessionRow session) =>
        task.Isolation != Isolation.InPlace && session.NativeSessionId is { } native && scope.QueryScalarOrNull(
            "SELECT 1 FROM past_session_tasks WHERE agent_type = @agent AND native_id = @native AND task_id = @task",
            ("agent", session.AgentType), ("native", native), ("task", task.Id)) is not null;

    private static PastSessionRow Read(Row row) => new()
    {
        Id = row.Text("id"),
        AgentType = row.Text("agent_type"),
        Path = row.Text("path"),
        NativeId = row.Text("native_id"),
        Title = row.Text("title"),
        FirstPrompt = row.TextOrNull("first_prompt"),
        Folder = row.TextOrNull("folder"),
        Branch = row.TextOrNull("branch"),
        Model = row.TextOrNull("model"),
        AgentVersion = row.TextOrNull("agent_version"),
        Messages = row.Int32("messages"),
        Size = row.Int64("size"),
        Stamp = row.Int64("stamp"),
        ReadTo = row.Int64("read_to"),
        StartedAt = row.TimeOrNull("started_at"),
        LastAt = row.Time("last_at"),
        IsPart = row.Bool("is_part"),
        TaskId = row.TextOrNull("task_id"),
    };
}
