using Homeport.Protocol.Workspaces;
using Homeport.Storage;

namespace Homeport.Host.Workspaces;

/// <summary>The rows of workspaces.</summary>
internal static class WorkspaceStore
{
    public static bool Exists(ReadScope scope, string id) =>
        scope.QueryScalarOrNull("SELECT 1 FROM workspaces WHERE id = @id", ("id", id)) is not null;

    public static IReadOnlyList<WorkspaceView> List(ReadScope scope) => scope.Query(
        "SELECT id, name, created_at FROM workspaces ORDER BY created_at, id",
        static row => new WorkspaceView { Id = row.Text(0), Name = row.Text(1), CreatedAt = row.Time(2) });

    /// <returns>False if the name is taken.</returns>
    public static bool TryAdd(WriteScope scope, WorkspaceView workspace) => scope.Execute(
        "INSERT INTO workspaces (id, name, created_at) VALUES (@id, @name, @created) ON CONFLICT DO NOTHING",
        ("id", workspace.Id), ("name", workspace.Name), ("created", workspace.CreatedAt.ToUnixTimeMilliseconds())) > 0;
}
