using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Repositories;
using Homeport.Storage;

namespace Homeport.Host.Repositories;

/// <summary>The rows of repositories. Each change is told in the log.</summary>
internal static class RepositoryStore
{
    private const string Columns = "id, workspace_id, name, path, remote_url, default_branch, created_at";

    public static RepositoryView? Find(ReadScope scope, string id) => scope.QuerySingle(
        $"SELECT {Columns} FROM repositories WHERE id = @id AND removed_at IS NULL", Map, ("id", id));

    /// <summary>For what is left of a removed one, such as tasks in the trash.</summary>
    public static RepositoryView? FindEvenRemoved(ReadScope scope, string id) => scope.QuerySingle(
        $"SELECT {Columns} FROM repositories WHERE id = @id", Map, ("id", id));

    public static RepositoryView? FindByPath(ReadScope scope, string workspaceId, string path) => scope.QuerySingle(
        $"SELECT {Columns} FROM repositories WHERE workspace_id = @workspace AND path = @path AND removed_at IS NULL",
        Map, ("workspace", workspaceId), ("path", path));

    public static RepositoryView? FindByRemote(ReadScope scope, string workspaceId, string remoteUrl) => scope.QuerySingle(
        $"SELECT {Columns} FROM repositories WHERE workspace_id = @workspace AND remote_url = @remote AND removed_at IS NULL",
        Map, ("workspace", workspaceId), ("remote", remoteUrl));

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<RepositoryView> List(ReadScope scope, string workspaceId) => scope.Query(
        $"SELECT {Columns} FROM repositories WHERE workspace_id = @workspace AND removed_at IS NULL ORDER BY name, id",
        Map, ("workspace", workspaceId));

    public static void Add(WriteScope scope, RepositoryView repository)
    {
        scope.Execute(
            """
            INSERT INTO repositories (id, workspace_id, name, path, remote_url, default_branch, created_at)
            VALUES (@id, @workspace, @name, @path, @remote, @branch, @created)
            """,
            ("id", repository.Id), ("workspace", repository.WorkspaceId), ("name", repository.Name), ("path", repository.Path),
            ("remote", repository.RemoteUrl), ("branch", repository.DefaultBranch),
            ("created", repository.CreatedAt.ToUnixTimeMilliseconds()));
        scope.Append(
            EventKinds.RepositoryChanged, repository.WorkspaceId, new RepositoryChangedPayload(repository),
            ProtocolJson.Default.RepositoryChangedPayload);
    }

    public static void Remove(WriteScope scope, RepositoryView repository, DateTimeOffset now)
    {
        scope.Execute(
            "UPDATE repositories SET removed_at = @now WHERE id = @id", ("now", now.ToUnixTimeMilliseconds()), ("id", repository.Id));
        scope.Append(
            EventKinds.RepositoryRemoved, repository.WorkspaceId, new RemovedPayload(repository.Id), ProtocolJson.Default.RemovedPayload);
    }

    private static RepositoryView Map(Row row) => new()
    {
        Id = row.Text(0),
        WorkspaceId = row.Text(1),
        Name = row.Text(2),
        Path = row.Text(3),
        RemoteUrl = row.TextOrNull(4),
        DefaultBranch = row.Text(5),
        CreatedAt = row.Time(6),
    };
}
