using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Trust;
using Homeport.Storage;

namespace Homeport.Host.Trust;

/// <summary>What is trusted, and what is asked, as rows.</summary>
internal static class TrustStore
{
    private const int MostPaths = 20;

    public static IReadOnlyList<string> Hashes(ReadScope scope, string projectId) => scope.Query(
        "SELECT hash FROM trusted_files WHERE project_id = @project ORDER BY hash", static row => row.Text(0), ("project", projectId));

    /// <summary>By project and path, newest first; of all projects when none is named.</summary>
    public static IReadOnlyList<TrustedFileView> List(ReadScope scope, string? projectId) => scope.Query(
        "SELECT project_id, path, hash, accepted_by, accepted_at FROM trusted_files " +
        $"{(projectId is null ? "" : "WHERE project_id = @project ")}ORDER BY project_id, path, accepted_at DESC, hash",
        static row => new TrustedFileView
        {
            RepositoryGroupId = row.Text(0),
            Path = row.Text(1),
            Hash = row.Text(2),
            AcceptedBy = row.Text(3),
            AcceptedAt = row.Time(4),
        },
        projectId is null ? [] : [("project", projectId)]);

    /// <summary>The text that was trusted last at a path.</summary>
    /// <returns>False when nothing was.</returns>
    public static bool TryFindText(ReadScope scope, string projectId, string path, out string? text)
    {
        var known = scope.Query(
            "SELECT content FROM trusted_files WHERE project_id = @project AND path = @path ORDER BY accepted_at DESC LIMIT 1",
            static row => row.TextOrNull(0), ("project", projectId), ("path", path));
        text = known.Count > 0 ? known[0] : null;
        return known.Count > 0;
    }

    public static void Trust(WriteScope scope, string projectId, UntrustedFile file, string by, DateTimeOffset now) => scope.Execute(
        """
        INSERT INTO trusted_files (project_id, hash, path, content, accepted_by, accepted_at)
        VALUES (@project, @hash, @path, @content, @by, @at) ON CONFLICT (project_id, hash) DO NOTHING
        """,
        ("project", projectId), ("hash", file.Hash), ("path", file.Path), ("content", file.Text), ("by", by), ("at", now.ToUnixTimeMilliseconds()));

    /// <returns>How many there were.</returns>
    public static int Revoke(WriteScope scope, string projectId, string? path)
    {
        var hashes = List(scope, projectId)
            .Where(file => path is null || file.Path == path || file.Path.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)).ToArray();
        foreach (var file in hashes)
        {
            scope.Execute("DELETE FROM trusted_files WHERE project_id = @project AND hash = @hash", ("project", projectId), ("hash", file.Hash));
        }

        return hashes.Length;
    }

    public static TrustQuestion? Find(ReadScope scope, string id) => scope.QuerySingle(
        "SELECT id, project_id, task_id, files, created_at FROM trust_questions WHERE id = @id", Read, ("id", id));

    public static TrustQuestion? OfTask(ReadScope scope, string taskId) => scope.QuerySingle(
        "SELECT id, project_id, task_id, files, created_at FROM trust_questions WHERE task_id = @task", Read, ("task", taskId));

    /// <summary>Those whose tasks wait for an answer, oldest first.</summary>
    public static IReadOnlyList<TrustQuestion> Open(ReadScope scope) => scope.Query(
        """
        SELECT q.id, q.project_id, q.task_id, q.files, q.created_at FROM trust_questions q
        JOIN tasks t ON t.id = q.task_id WHERE t.state = 'queued' AND t.hold = 'Trust' ORDER BY q.id
        """,
        Read);

    /// <summary>Takes the place of what was asked before.</summary>
    public static void Ask(WriteScope scope, TrustQuestion question)
    {
        Forget(scope, question.TaskId);
        scope.Execute(
            "INSERT INTO trust_questions (id, project_id, task_id, files, created_at) VALUES (@id, @project, @task, @files, @at)",
            ("id", question.Id), ("project", question.ProjectId), ("task", question.TaskId),
            ("files", JsonSerializer.Serialize(question.Files, ProtocolJson.Default.IReadOnlyListUntrustedFile)),
            ("at", question.CreatedAt.ToUnixTimeMilliseconds()));
    }

    public static void Forget(WriteScope scope, string taskId) =>
        scope.Execute("DELETE FROM trust_questions WHERE task_id = @task", ("task", taskId));

    public static TrustQuestionSummary? Summary(ReadScope scope, string taskId) => OfTask(scope, taskId) is { } question
        ? new TrustQuestionSummary
        {
            Id = question.Id,
            Files = question.Files.Count,
            Paths = [.. question.Files.Take(MostPaths).Select(file => file.Path)],
        }
        : null;

    private static TrustQuestion Read(Row row) => new(
        row.Text(0), row.Text(1), row.Text(2), JsonSerializer.Deserialize(row.Text(3), ProtocolJson.Default.IReadOnlyListUntrustedFile)!, row.Time(4));
}

/// <summary>What a task waits for somebody to look at.</summary>
internal sealed record TrustQuestion(string Id, string ProjectId, string TaskId, IReadOnlyList<UntrustedFile> Files, DateTimeOffset CreatedAt);
