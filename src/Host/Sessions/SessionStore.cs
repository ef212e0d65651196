using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>Sessions, their turns and the leases under which they run, as rows.</summary>
internal static class SessionStore
{
    private const string SessionColumns =
        "id, workspace_id, task_id, agent_type, agent_version, model, native_session_id, worker_id, state, usage, journal_id, " +
        "journal_number, created_at, ended_at, native_point, context";

    private const string TurnColumns =
        "id, session_id, task_id, number, kind, prompt, attachments, state, stop_reason, lease_token, snapshot_before, " +
        "snapshot_after, started_at, ended_at, native_session_id, native_point, undone_by";

    public static AgentSessionRow? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {SessionColumns} FROM agent_sessions WHERE id = @id", ReadSession, ("id", id));

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<AgentSessionRow> OfTask(ReadScope scope, string taskId) => scope.Query(
        $"SELECT {SessionColumns} FROM agent_sessions WHERE task_id = @task ORDER BY id", ReadSession, ("task", taskId));

    public static TurnRow? FindTurn(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {TurnColumns} FROM turns WHERE id = @id", ReadTurn, ("id", id));

    public static IReadOnlyList<TurnRow> TurnsOf(ReadScope scope, string sessionId) => scope.Query(
        $"SELECT {TurnColumns} FROM turns WHERE session_id = @session ORDER BY number", ReadTurn, ("session", sessionId));

    /// <summary>All turns of a task over all its sessions, oldest first.</summary>
    public static IReadOnlyList<TurnRow> TurnsOfTask(ReadScope scope, string taskId) => scope.Query(
        $"SELECT {TurnColumns} FROM turns WHERE task_id = @task ORDER BY number", ReadTurn, ("task", taskId));

    /// <summary>Oldest first: the order in which queued turns get their chance.</summary>
    public static IReadOnlyList<TurnRow> TurnsInState(ReadScope scope, TurnState state) => scope.Query(
        $"SELECT {TurnColumns} FROM turns WHERE state = @state ORDER BY id", ReadTurn, ("state", state.ToString()));

    public static void Add(WriteScope scope, AgentSessionRow session) => scope.Execute(
        $"""
        INSERT INTO agent_sessions ({SessionColumns}) VALUES (@id, @workspace, @task, @agent, @version, @model, @native, @worker,
            @state, @usage, @journal, @number, @created, @ended, @point, @context)
        """,
        SessionParameters(session));

    public static void Save(WriteScope scope, AgentSessionRow session) => scope.Execute(
        """
        UPDATE agent_sessions SET workspace_id = @workspace, task_id = @task, agent_type = @agent, agent_version = @version,
            model = @model, native_session_id = @native, worker_id = @worker, state = @state, usage = @usage, journal_id = @journal,
            journal_number = @number, created_at = @created, ended_at = @ended, native_point = @point, context = @context
        WHERE id = @id
        """,
        SessionParameters(session));

    public static void AddTurn(WriteScope scope, TurnRow turn) => scope.Execute(
        $"""
        INSERT INTO turns ({TurnColumns}) VALUES (@id, @session, @task, @number, @kind, @prompt, @attachments, @state, @stop, @lease,
            CAST(@before AS BIGINT), CAST(@after AS BIGINT), @started, @ended, @native, @point, @undone)
        """,
        TurnParameters(turn));

    public static void SaveTurn(WriteScope scope, TurnRow turn) => scope.Execute(
        """
        UPDATE turns SET session_id = @session, task_id = @task, number = @number, kind = @kind, prompt = @prompt,
            attachments = @attachments, state = @state, stop_reason = @stop, lease_token = @lease, snapshot_before = CAST(@before AS BIGINT),
            snapshot_after = CAST(@after AS BIGINT), started_at = @started, ended_at = @ended, native_session_id = @native,
            native_point = @point, undone_by = @undone
        WHERE id = @id
        """,
        TurnParameters(turn));

    public static void DropTurn(WriteScope scope, string id) => scope.Execute("DELETE FROM turns WHERE id = @id", ("id", id));

    public static int NextTurnNumber(ReadScope scope, string taskId) => checked((int)scope.QueryScalar(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM turns WHERE task_id = @task", ("task", taskId)));

    public static TurnRow? LastTurn(ReadScope scope, string taskId) => scope.QuerySingle(
        $"SELECT {TurnColumns} FROM turns WHERE task_id = @task ORDER BY number DESC LIMIT 1", ReadTurn, ("task", taskId));

    /// <summary>The last turn that was not taken back: what stands in the worktree is what it left, or works on.</summary>
    public static TurnRow? LastStandingTurn(ReadScope scope, string taskId) => scope.QuerySingle(
        $"SELECT {TurnColumns} FROM turns WHERE task_id = @task AND undone_by IS NULL ORDER BY number DESC LIMIT 1", ReadTurn, ("task", taskId));

    /// <summary>The newest snapshot that a turn of the task left; null if none did.</summary>
    public static int? LastSnapshot(ReadScope scope, string taskId) =>
        (int?)scope.QueryScalarOrNull("SELECT MAX(snapshot_after) FROM turns WHERE task_id = @task", ("task", taskId));

    public static SessionView View(ReadScope scope, AgentSessionRow session) => new()
    {
        Id = session.Id,
        TaskId = session.TaskId,
        AgentType = session.AgentType,
        AgentVersion = session.AgentVersion,
        Model = session.Model,
        NativeSessionId = session.NativeSessionId,
        WorkerId = session.WorkerId,
        State = session.State,
        Usage = session.Usage,
        CreatedAt = session.CreatedAt,
        EndedAt = session.EndedAt,
        Turns = [.. TurnsOf(scope, session.Id).Select(View)],
    };

    private static TurnView View(TurnRow turn) => new()
    {
        Id = turn.Id,
        Number = turn.Number,
        Kind = turn.Kind,
        Prompt = turn.Prompt,
        State = turn.State,
        StopReason = turn.StopReason,
        StartedAt = turn.StartedAt,
        EndedAt = turn.EndedAt,
        SnapshotBefore = turn.SnapshotBefore,
        SnapshotAfter = turn.SnapshotAfter,
        Undone = turn.UndoneBy is null ? null : true,
        Native = turn.NativePoint is null ? null : true,
    };

    private static AgentSessionRow ReadSession(Row row) => new()
    {
        Id = row.Text("id"),
        WorkspaceId = row.Text("workspace_id"),
        TaskId = row.Text("task_id"),
        AgentType = row.Text("agent_type"),
        AgentVersion = row.TextOrNull("agent_version"),
        Model = row.TextOrNull("model"),
        NativeSessionId = row.TextOrNull("native_session_id"),
        WorkerId = row.TextOrNull("worker_id"),
        State = Enum.Parse<SessionState>(row.Text("state")),
        Usage = JsonSerializer.Deserialize(row.Text("usage"), ProtocolJson.Default.TokenUsage)!,
        JournalId = row.TextOrNull("journal_id"),
        JournalNumber = row.Int64("journal_number"),
        CreatedAt = row.Time("created_at"),
        EndedAt = row.TimeOrNull("ended_at"),
        NativePoint = row.TextOrNull("native_point"),
        Context = row.TextOrNull("context"),
    };

    private static TurnRow ReadTurn(Row row) => new()
    {
        Id = row.Text("id"),
        SessionId = row.Text("session_id"),
        TaskId = row.Text("task_id"),
        Number = row.Int32("number"),
        Kind = Enum.Parse<TurnKind>(row.Text("kind")),
        Prompt = row.Text("prompt"),
        Attachments = row.TextOrNull("attachments") is { } attachments
            ? JsonSerializer.Deserialize(attachments, ProtocolJson.Default.IReadOnlyListPromptAttachment)
            : null,
        State = Enum.Parse<TurnState>(row.Text("state")),
        StopReason = row.TextOrNull("stop_reason"),
        LeaseToken = row.Int64OrNull("lease_token"),
        SnapshotBefore = row.Int32OrNull("snapshot_before"),
        SnapshotAfter = row.Int32OrNull("snapshot_after"),
        StartedAt = row.Time("started_at"),
        EndedAt = row.TimeOrNull("ended_at"),
        NativeSessionId = row.TextOrNull("native_session_id"),
        NativePoint = row.TextOrNull("native_point"),
        UndoneBy = row.TextOrNull("undone_by"),
    };

    private static (string, object?)[] SessionParameters(AgentSessionRow session) =>
    [
        ("id", session.Id),
        ("workspace", session.WorkspaceId),
        ("task", session.TaskId),
        ("agent", session.AgentType),
        ("version", session.AgentVersion),
        ("model", session.Model),
        ("native", session.NativeSessionId),
        ("worker", session.WorkerId),
        ("state", session.State.ToString()),
        ("usage", JsonSerializer.Serialize(session.Usage, ProtocolJson.Default.TokenUsage)),
        ("journal", session.JournalId),
        ("number", session.JournalNumber),
        ("created", session.CreatedAt.ToUnixTimeMilliseconds()),
        ("ended", session.EndedAt?.ToUnixTimeMilliseconds()),
        ("point", session.NativePoint),
        ("context", session.Context),
    ];

    private static (string, object?)[] TurnParameters(TurnRow turn) =>
    [
        ("id", turn.Id),
        ("session", turn.SessionId),
        ("task", turn.TaskId),
        ("number", turn.Number),
        ("kind", turn.Kind.ToString()),
        ("prompt", turn.Prompt),
        ("attachments", turn.Attachments is null
            ? null
            : JsonSerializer.Serialize(turn.Attachments, ProtocolJson.Default.IReadOnlyListPromptAttachment)),
        ("state", turn.State.ToString()),
        ("stop", turn.StopReason),
        ("lease", turn.LeaseToken),
        ("before", turn.SnapshotBefore),
        ("after", turn.SnapshotAfter),
        ("started", turn.StartedAt.ToUnixTimeMilliseconds()),
        ("ended", turn.EndedAt?.ToUnixTimeMilliseconds()),
        ("native", turn.NativeSessionId),
        ("point", turn.NativePoint),
        ("undone", turn.UndoneBy),
    ];
}
