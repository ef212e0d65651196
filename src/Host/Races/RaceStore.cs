using System.Text.Json;
using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Races;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>Races and their runners as rows. Whatever saves one also tells everybody, in the same transaction.</summary>
internal static class RaceStore
{
    private const string Columns =
        "id, workspace_id, project_id, title, prompt, base_branch, base_commit, verify_command, verify_timeout_seconds, state, " +
        "winner_task_id, decided_by, decided_at, created_at, version";

    private const string RunnerColumns = "race_id, number, task_id, profile, problem, trashed, verification, service_id";

    public static Race? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM races WHERE id = @id", Read, ("id", id));

    /// <summary>In their order.</summary>
    public static IReadOnlyList<RaceRunner> Runners(ReadScope scope, string raceId) => scope.Query(
        $"SELECT {RunnerColumns} FROM race_runners WHERE race_id = @race ORDER BY number", ReadRunner, ("race", raceId));

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<Race> List(ReadScope scope, string workspaceId, string? projectId, bool isOpen, int limit) => scope.Query(
        $"SELECT {Columns} FROM races WHERE workspace_id = @workspace AND (@every = 1 OR project_id = @project) AND (@open = 0 OR state = @state) " +
        "ORDER BY id DESC LIMIT @limit",
        Read,
        ("workspace", workspaceId), ("every", projectId is null ? 1 : 0), ("project", projectId ?? ""), ("open", isOpen ? 1 : 0),
        ("state", nameof(RaceState.Open)), ("limit", limit));

    /// <summary>Those that are decided and not done yet, oldest first.</summary>
    public static IReadOnlyList<Race> Ending(ReadScope scope) => scope.Query(
        $"SELECT {Columns} FROM races WHERE state IN (@keeping, @off) ORDER BY id",
        Read, ("keeping", nameof(RaceState.Keeping)), ("off", nameof(RaceState.CallingOff)));

    /// <summary>Those in which something may be to be verified, oldest first.</summary>
    public static IReadOnlyList<Race> Verifying(ReadScope scope) => scope.Query(
        $"SELECT {Columns} FROM races WHERE (state = @open AND verify_command IS NOT NULL) OR id IN " +
        "(SELECT race_id FROM race_runners WHERE verification_state IN ('Waiting', 'Running')) ORDER BY id",
        Read, ("open", nameof(RaceState.Open)));

    public static void Add(WriteScope scope, Race race, IEnumerable<RaceRunner> runners)
    {
        scope.Execute(
            $"INSERT INTO races ({Columns}) VALUES (@id, @workspace, @project, @title, @prompt, @branch, @commit, @verify, @timeout, @state, " +
            "@winner, @by, CAST(@at AS BIGINT), @created, @version)",
            [
                .. Values(race), ("workspace", race.WorkspaceId), ("project", race.ProjectId), ("title", race.Title), ("prompt", race.Prompt),
                ("branch", race.BaseBranch), ("commit", race.BaseCommit), ("created", race.CreatedAt.ToUnixTimeMilliseconds()),
            ]);
        foreach (var runner in runners)
        {
            scope.Execute(
                $"INSERT INTO race_runners ({RunnerColumns}, verification_state) VALUES (@race, @number, @task, @profile, @problem, @trashed, " +
                "@verification, @service, @state)",
                [
                    .. Values(runner), ("task", runner.TaskId),
                    ("profile", JsonSerializer.Serialize(runner.Profile, ProtocolJson.Default.RaceProfile)),
                ]);
        }

        Tell(scope, race);
    }

    /// <summary>Saves with the next version and tells everybody.</summary>
    public static Race Save(WriteScope scope, Race race)
    {
        var saved = race with { Version = race.Version + 1 };
        scope.Execute(
            "UPDATE races SET verify_command = @verify, verify_timeout_seconds = @timeout, state = @state, winner_task_id = @winner, " +
            "decided_by = @by, decided_at = CAST(@at AS BIGINT), version = @version WHERE id = @id",
            Values(saved));
        Tell(scope, saved);
        return saved;
    }

    /// <summary>To be followed by <see cref="Save"/> of its race.</summary>
    public static void SaveRunner(WriteScope scope, RaceRunner runner) => scope.Execute(
        "UPDATE race_runners SET problem = @problem, trashed = @trashed, verification = @verification, verification_state = @state, " +
        "service_id = @service WHERE race_id = @race AND number = @number",
        Values(runner));

    private static void Tell(WriteScope scope, Race race) => scope.Append(
        EventKinds.RaceChanged, race.WorkspaceId, new RaceChangedPayload(RaceViews.Of(scope, race)), ProtocolJson.Default.RaceChangedPayload);

    private static (string, object?)[] Values(Race race) =>
    [
        ("id", race.Id), ("verify", race.VerifyCommand), ("timeout", race.VerifyTimeoutSeconds), ("state", race.State.ToString()),
        ("winner", race.WinnerTaskId), ("by", race.DecidedBy), ("at", race.DecidedAt?.ToUnixTimeMilliseconds()), ("version", race.Version),
    ];

    private static (string, object?)[] Values(RaceRunner runner) =>
    [
        ("race", runner.RaceId), ("number", runner.Number), ("problem", runner.Problem), ("trashed", runner.IsTrashed ? 1 : 0),
        ("verification", runner.Verification is { } verification ? JsonSerializer.Serialize(verification, ProtocolJson.Default.RaceVerification) : null),
        ("state", runner.Verification?.State.ToString()), ("service", runner.ServiceId),
    ];

    private static Race Read(Row row) => new()
    {
        Id = row.Text(0),
        WorkspaceId = row.Text(1),
        ProjectId = row.Text(2),
        Title = row.Text(3),
        Prompt = row.Text(4),
        BaseBranch = row.Text(5),
        BaseCommit = row.Text(6),
        VerifyCommand = row.TextOrNull(7),
        VerifyTimeoutSeconds = row.Int32(8),
        State = Enum.Parse<RaceState>(row.Text(9)),
        WinnerTaskId = row.TextOrNull(10),
        DecidedBy = row.TextOrNull(11),
        DecidedAt = row.TimeOrNull(12),
        CreatedAt = row.Time(13),
        Version = row.Int64(14),
    };

    private static RaceRunner ReadRunner(Row row) => new()
    {
        RaceId = row.Text(0),
        Number = row.Int32(1),
        TaskId = row.Text(2),
        Profile = JsonSerializer.Deserialize(row.Text(3), ProtocolJson.Default.RaceProfile)!,
        Problem = row.TextOrNull(4),
        IsTrashed = row.Bool(5),
        Verification = row.TextOrNull(6) is { } verification ? JsonSerializer.Deserialize(verification, ProtocolJson.Default.RaceVerification) : null,
        ServiceId = row.TextOrNull(7),
    };
}
