using Homeport.Domain.Tasks;
using Homeport.Host.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>What was taken back and how it was before, as rows. All members run inside a work of the store.</summary>
internal static class RewindStore
{
    private const string Columns = "id, task_id, turn_number, last_turn_number, session_id, state, snapshot_before, created_at, undone_at";

    public static void Add(WriteScope scope, RewindRow rewind) => scope.Execute(
        $"INSERT INTO rewinds ({Columns}) VALUES (@id, @task, @turn, @last, @session, @state, CAST(@before AS BIGINT), @created, NULL)",
        ("id", rewind.Id), ("task", rewind.TaskId), ("turn", rewind.TurnNumber), ("last", rewind.LastTurnNumber), ("session", rewind.SessionId),
        ("state", TaskWords.Of(rewind.State)), ("before", rewind.SnapshotBefore), ("created", rewind.CreatedAt.ToUnixTimeMilliseconds()));

    /// <summary>The newest one that was not taken back itself.</summary>
    public static RewindRow? Last(ReadScope scope, string taskId) => scope.QuerySingle(
        $"SELECT {Columns} FROM rewinds WHERE task_id = @task AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        row => new RewindRow
        {
            Id = row.Text("id"),
            TaskId = row.Text("task_id"),
            TurnNumber = row.Int32("turn_number"),
            LastTurnNumber = row.Int32("last_turn_number"),
            SessionId = row.TextOrNull("session_id"),
            State = TaskWords.State(row.Text("state")),
            SnapshotBefore = row.Int32OrNull("snapshot_before"),
            CreatedAt = row.Time("created_at"),
        },
        ("task", taskId));

    public static void Undo(WriteScope scope, RewindRow rewind, DateTimeOffset now)
    {
        scope.Execute("UPDATE rewinds SET undone_at = @now WHERE id = @id", ("now", now.ToUnixTimeMilliseconds()), ("id", rewind.Id));
        scope.Execute("UPDATE turns SET undone_by = NULL WHERE undone_by = @id", ("id", rewind.Id));
    }

    /// <summary>Marks what counts no more: a turn and all after it.</summary>
    public static void MarkTurns(WriteScope scope, RewindRow rewind) => scope.Execute(
        "UPDATE turns SET undone_by = @id WHERE task_id = @task AND number >= @turn AND undone_by IS NULL",
        ("id", rewind.Id), ("task", rewind.TaskId), ("turn", rewind.TurnNumber));
}

/// <summary>One rewind.</summary>
internal sealed record RewindRow
{
    public required string Id { get; init; }
    public required string TaskId { get; init; }
    public required int TurnNumber { get; init; }

    /// <summary>The last turn there was: when a later one is there, it can be taken back no more.</summary>
    public required int LastTurnNumber { get; init; }

    /// <summary>The session that was the task's before; null where the conversation was kept.</summary>
    public string? SessionId { get; init; }

    public required UnitTaskState State { get; init; }

    /// <summary>What stood in the worktree before; null where the files were kept.</summary>
    public int? SnapshotBefore { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
