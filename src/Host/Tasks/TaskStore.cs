using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain.Tasks;
using Homeport.Host.Approvals;
using Homeport.Host.Events;
using Homeport.Host.Trust;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Tasks as rows. Whatever saves a task also tells everybody, in the same transaction.</summary>
internal static class TaskStore
{
    private const string Columns =
        "id, workspace_id, project_id, title, prompt, state, waiting_reason, agent_type, agent_command, model, " +
        "permission_mode, isolation, base_branch, branch, base_commit, head_commit, worktree_path, trash_id, changes, " +
        "merge_record, failure, limit_resets_at, last_activity, last_activity_at, usage, session_id, turn_id, pinned, " +
        "created_at, updated_at, state_since, archived_at, deleted_at, purge_at, pending_approvals, queued_prompts, version, setup, hold, " +
        "resume_at, attempt, max_attempts, origin, network, race_id";

    private const string Insert =
        $"INSERT INTO tasks ({Columns}) VALUES (@id, @workspace, @project, @title, @prompt, @state, @waiting, @agent, @command, @model, " +
        "@mode, @isolation, @baseBranch, @branch, @baseCommit, @head, @worktree, @trash, @changes, @merge, @failure, @resets, " +
        "@activity, @activityAt, @usage, @session, @turn, @pinned, @created, @updated, @since, @archived, @deleted, @purge, " +
        "@approvals, @queued, @version, @setup, @hold, CAST(@resume AS BIGINT), @attempt, CAST(@most AS BIGINT), @origin, @network, @race)";

    private const string Update =
        "UPDATE tasks SET title = @title, prompt = @prompt, state = @state, waiting_reason = @waiting, agent_type = @agent, " +
        "agent_command = @command, model = @model, permission_mode = @mode, isolation = @isolation, base_branch = @baseBranch, " +
        "branch = @branch, base_commit = @baseCommit, head_commit = @head, worktree_path = @worktree, trash_id = @trash, " +
        "changes = @changes, merge_record = @merge, failure = @failure, limit_resets_at = @resets, last_activity = @activity, " +
        "last_activity_at = @activityAt, usage = @usage, session_id = @session, turn_id = @turn, pinned = @pinned, " +
        "created_at = @created, updated_at = @updated, state_since = @since, archived_at = @archived, deleted_at = @deleted, " +
        "purge_at = @purge, pending_approvals = @approvals, queued_prompts = @queued, version = @version, " +
        "workspace_id = @workspace, project_id = @project, setup = @setup, hold = @hold, " +
        "resume_at = CAST(@resume AS BIGINT), attempt = @attempt, max_attempts = CAST(@most AS BIGINT), origin = @origin, network = @network, race_id = @race WHERE id = @id";

    public static UnitTask? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM tasks WHERE id = @id", Read, ("id", id));

    /// <summary>Those in these states, oldest first.</summary>
    public static IReadOnlyList<UnitTask> InState(ReadScope scope, UnitTaskState state) => scope.Query(
        $"SELECT {Columns} FROM tasks WHERE state = @state ORDER BY id", Read, ("state", TaskWords.Of(state)));

    /// <summary>Those that wait and are to go on by themselves by now.</summary>
    public static IReadOnlyList<UnitTask> DueForResume(ReadScope scope, DateTimeOffset now) => scope.Query(
        $"SELECT {Columns} FROM tasks WHERE state = @state AND resume_at <= @now AND deleted_at IS NULL ORDER BY id LIMIT 100",
        Read, ("state", TaskWords.Of(UnitTaskState.Waiting)), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>The ids of those that are held back for this reason.</summary>
    public static IReadOnlyList<string> QueuedWithHold(ReadScope scope, QueueHold hold) => scope.Query(
        "SELECT id FROM tasks WHERE state = 'queued' AND hold = @hold", static row => row.Text(0), ("hold", hold.ToString()));

    /// <summary>Those that work, or want to, in a repository's own checkout.</summary>
    public static IReadOnlyList<(string Id, bool IsQueued, string RepositoryId)> InCheckouts(ReadScope scope) => scope.Query(
        """
        SELECT t.id, t.state, l.repository_id FROM tasks t
        JOIN project_repositories l ON l.project_id = t.project_id AND l.position = 0
        WHERE t.isolation = 'InPlace' AND t.state IN ('queued', 'running', 'waiting')
        """,
        static row => (row.Text(0), row.Text(1) == "queued", row.Text(2)));

    /// <summary>Those whose time in the trash is over.</summary>
    public static IReadOnlyList<UnitTask> DueForPurge(ReadScope scope, DateTimeOffset now) => scope.Query(
        $"SELECT {Columns} FROM tasks WHERE purge_at IS NOT NULL AND purge_at <= @now ORDER BY id LIMIT 100",
        Read, ("now", now.ToUnixTimeMilliseconds()));

    public static bool ProjectHasTasks(ReadScope scope, string projectId) => scope.QueryScalarOrNull(
        "SELECT 1 FROM tasks WHERE project_id = @project AND deleted_at IS NULL LIMIT 1", ("project", projectId)) is not null;

    /// <summary>Which tasks, newest first, and their versions: one more than a page, so that the caller sees whether there is a next one.</summary>
    public static IReadOnlyList<(string Id, long Version)> List(ReadScope scope, TaskFilter filter)
    {
        var (where, parameters) = filter.ToSql();
        return scope.Query(
            $"SELECT id, version FROM tasks WHERE {where} ORDER BY id DESC LIMIT @limit",
            static row => (row.Text(0), row.Int64(1)), parameters);
    }

    public static UnitTask Add(WriteScope scope, UnitTask task)
    {
        scope.Execute(Insert, Parameters(task));
        return Tell(scope, task);
    }

    /// <summary>Saves with the next version and tells everybody.</summary>
    public static UnitTask Save(WriteScope scope, UnitTask task, DateTimeOffset now)
    {
        var saved = task with { Version = task.Version + 1, UpdatedAt = now };
        scope.Execute(Update, Parameters(saved));
        return Tell(scope, saved);
    }

    public static void Purge(WriteScope scope, UnitTask task)
    {
        scope.Execute("DELETE FROM tasks WHERE id = @id", ("id", task.Id));
        scope.Append(EventKinds.TaskPurged, task.WorkspaceId, new RemovedPayload(task.Id), ProtocolJson.Default.RemovedPayload);
    }

    /// <summary>The task as clients see it.</summary>
    public static UnitTaskView View(ReadScope scope, UnitTask task) => new()
    {
        Id = task.Id,
        WorkspaceId = task.WorkspaceId,
        RepositoryGroupId = task.ProjectId,
        Title = task.Title,
        Prompt = task.Prompt,
        State = TaskWords.ToWire(task.State),
        WaitingReason = task.WaitingFor is { } reason ? TaskWords.ToWire(reason) : null,
        AgentType = task.AgentType,
        AgentCommand = task.AgentCommand,
        Model = task.Model,
        PermissionMode = task.PermissionMode,
        Isolation = task.Isolation,
        Network = task.Network ? null : false,
        BaseBranch = task.BaseBranch,
        Branch = task.Branch,
        BaseCommit = task.BaseCommit,
        HeadCommit = task.HeadCommit,
        WorktreePath = task.HasWorktree ? task.WorktreePath : null,
        Setup = task.Setup,
        Hold = task.Hold,
        Trust = task.Hold == QueueHold.Trust ? TrustStore.Summary(scope, task.Id) : null,
        Changes = task.Changes,
        Merge = task.Merge,
        Failure = task.Failure,
        LimitResetsAt = task.LimitResetsAt,
        ResumeAt = task.ResumeAt,
        Attempt = task.Attempt > 0 ? task.Attempt : null,
        MaxAttempts = task.MaxAttempts,
        Origin = task.Origin,
        RaceId = task.RaceId,
        PendingApproval = task.PendingApprovals > 0 ? ApprovalStore.OldestPending(scope, task.Id) : null,
        PendingApprovals = task.PendingApprovals,
        QueuedPrompts = task.QueuedPrompts,
        LastActivity = task.LastActivity,
        LastActivityAt = task.LastActivityAt,
        Usage = task.Usage,
        SessionId = task.SessionId,
        TurnId = task.TurnId,
        Pinned = task.Pinned,
        CreatedAt = task.CreatedAt,
        UpdatedAt = task.UpdatedAt,
        StateSince = task.StateSince,
        ArchivedAt = task.ArchivedAt,
        DeletedAt = task.DeletedAt,
        PurgeAt = task.PurgeAt,
        Version = task.Version,
    };

    private static UnitTask Tell(WriteScope scope, UnitTask task)
    {
        scope.Append(
            EventKinds.TaskChanged, task.WorkspaceId, new TaskChangedPayload(View(scope, task)),
            ProtocolJson.Default.TaskChangedPayload, task.Id);
        return task;
    }

    /// <summary>In the order of <see cref="Columns"/>; by position, because a list reads thousands of these.</summary>
    private static UnitTask Read(Row row)
    {
        var column = 0;
        return new UnitTask
        {
            Id = row.Text(column++),
            WorkspaceId = row.Text(column++),
            ProjectId = row.Text(column++),
            Title = row.Text(column++),
            Prompt = row.Text(column++),
            State = TaskWords.State(row.Text(column++)),
            WaitingFor = row.TextOrNull(column++) is { } reason ? Enum.Parse<WaitReason>(reason) : null,
            AgentType = row.Text(column++),
            AgentCommand = Json(row.TextOrNull(column++), ProtocolJson.Default.IReadOnlyListString),
            Model = row.TextOrNull(column++),
            PermissionMode = Enum.Parse<PermissionMode>(row.Text(column++)),
            Isolation = Enum.Parse<Isolation>(row.Text(column++)),
            BaseBranch = row.TextOrNull(column++),
            Branch = row.TextOrNull(column++),
            BaseCommit = row.TextOrNull(column++),
            HeadCommit = row.TextOrNull(column++),
            WorktreePath = row.TextOrNull(column++),
            TrashId = row.TextOrNull(column++),
            Changes = Json(row.TextOrNull(column++), ProtocolJson.Default.DiffStat),
            Merge = Json(row.TextOrNull(column++), ProtocolJson.Default.MergeRecord),
            Failure = Json(row.TextOrNull(column++), ProtocolJson.Default.TaskFailure),
            LimitResetsAt = row.TimeOrNull(column++),
            LastActivity = row.TextOrNull(column++),
            LastActivityAt = row.TimeOrNull(column++),
            Usage = Json(row.Text(column++), ProtocolJson.Default.TokenUsage)!,
            SessionId = row.TextOrNull(column++),
            TurnId = row.TextOrNull(column++),
            Pinned = row.Bool(column++),
            CreatedAt = row.Time(column++),
            UpdatedAt = row.Time(column++),
            StateSince = row.Time(column++),
            ArchivedAt = row.TimeOrNull(column++),
            DeletedAt = row.TimeOrNull(column++),
            PurgeAt = row.TimeOrNull(column++),
            PendingApprovals = row.Int32(column++),
            QueuedPrompts = row.Int32(column++),
            Version = row.Int64(column++),
            Setup = row.TextOrNull(column++) is { } setup ? Enum.Parse<SetupState>(setup) : null,
            Hold = row.TextOrNull(column++) is { } hold ? Enum.Parse<QueueHold>(hold) : null,
            ResumeAt = row.TimeOrNull(column++),
            Attempt = row.Int32(column++),
            MaxAttempts = row.Int32OrNull(column++),
            Origin = Json(row.TextOrNull(column++), ProtocolJson.Default.TaskOrigin),
            Network = row.Int32OrNull(column++) != 0,
            RaceId = row.TextOrNull(column),
        };
    }

    private static (string, object?)[] Parameters(UnitTask task) =>
    [
        ("id", task.Id),
        ("workspace", task.WorkspaceId),
        ("project", task.ProjectId),
        ("title", task.Title),
        ("prompt", task.Prompt),
        ("state", TaskWords.Of(task.State)),
        ("waiting", task.WaitingFor?.ToString()),
        ("agent", task.AgentType),
        ("command", Json(task.AgentCommand, ProtocolJson.Default.IReadOnlyListString)),
        ("model", task.Model),
        ("mode", task.PermissionMode.ToString()),
        ("isolation", task.Isolation.ToString()),
        ("baseBranch", task.BaseBranch),
        ("branch", task.Branch),
        ("baseCommit", task.BaseCommit),
        ("head", task.HeadCommit),
        ("worktree", task.WorktreePath),
        ("trash", task.TrashId),
        ("changes", Json(task.Changes, ProtocolJson.Default.DiffStat)),
        ("merge", Json(task.Merge, ProtocolJson.Default.MergeRecord)),
        ("failure", Json(task.Failure, ProtocolJson.Default.TaskFailure)),
        ("resets", task.LimitResetsAt?.ToUnixTimeMilliseconds()),
        ("activity", task.LastActivity),
        ("activityAt", task.LastActivityAt?.ToUnixTimeMilliseconds()),
        ("usage", Json(task.Usage, ProtocolJson.Default.TokenUsage)),
        ("session", task.SessionId),
        ("turn", task.TurnId),
        ("pinned", task.Pinned),
        ("created", task.CreatedAt.ToUnixTimeMilliseconds()),
        ("updated", task.UpdatedAt.ToUnixTimeMilliseconds()),
        ("since", task.StateSince.ToUnixTimeMilliseconds()),
        ("archived", task.ArchivedAt?.ToUnixTimeMilliseconds()),
        ("deleted", task.DeletedAt?.ToUnixTimeMilliseconds()),
        ("purge", task.PurgeAt?.ToUnixTimeMilliseconds()),
        ("approvals", task.PendingApprovals),
        ("queued", task.QueuedPrompts),
        ("version", task.Version),
        ("setup", task.Setup?.ToString()),
        ("hold", task.Hold?.ToString()),
        ("resume", task.ResumeAt?.ToUnixTimeMilliseconds()),
        ("attempt", task.Attempt),
        ("most", task.MaxAttempts),
        ("origin", Json(task.Origin, ProtocolJson.Default.TaskOrigin)),
        ("network", task.Network ? 1 : 0),
        ("race", task.RaceId),
    ];

    private static string? Json<T>(T? value, JsonTypeInfo<T> type)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, type);

    private static T? Json<T>(string? text, JsonTypeInfo<T> type)
        where T : class => text is null ? null : JsonSerializer.Deserialize(text, type);
}
