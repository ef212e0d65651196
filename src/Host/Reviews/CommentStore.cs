using Homeport.Host.Events;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Reviews;
using Homeport.Storage;

namespace Homeport.Host.Reviews;

/// <summary>Comments on a task's changes, and marks of what was viewed, as rows.</summary>
internal static class CommentStore
{
    private const string Columns =
        "id, task_id, path, side, start_line, end_line, quote, body, state, author, created_at, sent_at, version";

    public static IReadOnlyList<ReviewCommentView> OfTask(ReadScope scope, string taskId) => scope.Query(
        $"SELECT {Columns} FROM review_comments WHERE task_id = @task ORDER BY path, start_line, id", Read, ("task", taskId));

    public static ReviewCommentView? Find(ReadScope scope, string taskId, string id) => scope.QuerySingle(
        $"SELECT {Columns} FROM review_comments WHERE task_id = @task AND id = @id", Read, ("task", taskId), ("id", id));

    public static void Put(WriteScope scope, UnitTask task, ReviewCommentView comment)
    {
        scope.Execute(
            $"""
            INSERT INTO review_comments ({Columns})
            VALUES (@id, @task, @path, @side, @start, @end, @quote, @body, @state, @author, @created, @sent, @version)
            ON CONFLICT (id) DO UPDATE SET body = excluded.body, state = excluded.state, sent_at = excluded.sent_at, version = excluded.version
            """,
            ("id", comment.Id), ("task", task.Id), ("path", comment.Path), ("side", comment.Side.ToString()),
            ("start", comment.StartLine), ("end", comment.EndLine), ("quote", comment.Quote), ("body", comment.Body),
            ("state", comment.State.ToString()), ("author", comment.Author), ("created", comment.CreatedAt.ToUnixTimeMilliseconds()),
            ("sent", comment.SentAt?.ToUnixTimeMilliseconds()), ("version", comment.Version));
        Tell(scope, task);
    }

    public static void Delete(WriteScope scope, UnitTask task, string id)
    {
        scope.Execute("DELETE FROM review_comments WHERE id = @id AND task_id = @task", ("id", id), ("task", task.Id));
        Tell(scope, task);
    }

    /// <summary>Path to the content that was viewed.</summary>
    public static Dictionary<string, string> Viewed(ReadScope scope, string taskId) => scope.Query(
        "SELECT path, blob_hash FROM viewed_marks WHERE task_id = @task",
        row => KeyValuePair.Create(row.Text(0), row.Text(1)), ("task", taskId)).ToDictionary(StringComparer.Ordinal);

    public static void MarkViewed(WriteScope scope, string taskId, string path, string? blobHash)
    {
        if (blobHash is null)
        {
            scope.Execute("DELETE FROM viewed_marks WHERE task_id = @task AND path = @path", ("task", taskId), ("path", path));
            return;
        }

        scope.Execute(
            """
            INSERT INTO viewed_marks (task_id, path, blob_hash) VALUES (@task, @path, @blob)
            ON CONFLICT (task_id, path) DO UPDATE SET blob_hash = excluded.blob_hash
            """,
            ("task", taskId), ("path", path), ("blob", blobHash));
    }

    private static void Tell(WriteScope scope, UnitTask task) => scope.Append(
        EventKinds.CommentsChanged, task.WorkspaceId, new CommentsChangedPayload(task.Id, OfTask(scope, task.Id)),
        ProtocolJson.Default.CommentsChangedPayload, task.Id);

    private static ReviewCommentView Read(Row row) => new()
    {
        Id = row.Text(0),
        TaskId = row.Text(1),
        Path = row.Text(2),
        Side = Enum.Parse<DiffSide>(row.Text(3)),
        StartLine = row.Int32(4),
        EndLine = row.Int32(5),
        Quote = row.TextOrNull(6),
        Body = row.Text(7),
        State = Enum.Parse<CommentState>(row.Text(8)),
        Author = row.Text(9),
        CreatedAt = row.Time(10),
        SentAt = row.TimeOrNull(11),
        Version = row.Int64(12),
    };
}
