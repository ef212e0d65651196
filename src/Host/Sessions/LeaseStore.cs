using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>
/// The rights of workers to run turns. The token is the fence: tokens only ever grow, so what comes under an older one is
/// recognised.
/// </summary>
internal static class LeaseStore
{
    /// <summary>How long a lease holds without being renewed; a worker renews it three times in that time.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(90);

    private const string Columns = "token, turn_id, worker_id, expires_at, ended_at";

    public static long Grant(WriteScope scope, TurnRow turn, string workerId, DateTimeOffset now)
    {
        var token = scope.QueryScalar("SELECT COALESCE(MAX(token), 0) + 1 FROM leases");
        scope.Execute(
            """
            INSERT INTO leases (token, turn_id, task_id, worker_id, granted_at, expires_at)
            VALUES (@token, @turn, @task, @worker, @granted, @expires)
            """,
            ("token", token), ("turn", turn.Id), ("task", turn.TaskId), ("worker", workerId),
            ("granted", now.ToUnixTimeMilliseconds()), ("expires", (now + Length).ToUnixTimeMilliseconds()));
        return token;
    }

    public static Lease? Find(ReadScope scope, long token) =>
        scope.QuerySingle($"SELECT {Columns} FROM leases WHERE token = @token", Read, ("token", token));

    public static IReadOnlyList<Lease> Open(ReadScope scope) =>
        scope.Query($"SELECT {Columns} FROM leases WHERE ended_at IS NULL ORDER BY token", Read);

    /// <summary>The lease holds for its full length again, on this worker.</summary>
    public static void Renew(WriteScope scope, long token, string workerId, DateTimeOffset now) => scope.Execute(
        "UPDATE leases SET expires_at = @until, worker_id = @worker WHERE token = @token AND ended_at IS NULL",
        ("token", token), ("worker", workerId), ("until", (now + Length).ToUnixTimeMilliseconds()));

    /// <summary>After a time in which no host was there to renew them.</summary>
    public static void RenewAll(WriteScope scope, DateTimeOffset now) => scope.Execute(
        "UPDATE leases SET expires_at = @until WHERE ended_at IS NULL", ("until", (now + Length).ToUnixTimeMilliseconds()));

    public static void EndOf(WriteScope scope, string turnId, DateTimeOffset now) => scope.Execute(
        "UPDATE leases SET ended_at = @now WHERE turn_id = @turn AND ended_at IS NULL",
        ("turn", turnId), ("now", now.ToUnixTimeMilliseconds()));

    private static Lease Read(Row row) => new(row.Int64(0), row.Text(1), row.Text(2), row.Time(3), row.TimeOrNull(4));
}

/// <summary>The right of one worker to run one turn.</summary>
internal sealed record Lease(long Token, string TurnId, string WorkerId, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt);
