using Homeport.Protocol.Workspaces;
using Homeport.Storage;

namespace Homeport.Host.Workspaces;

/// <summary>Makes the personal workspace at the first start.</summary>
internal sealed class FirstWorkspace(Database database, TimeProvider time)
{
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!await database.ReadAsync(static scope => WorkspaceStore.Exists(scope, Workspace.Personal), cancellationToken))
        {
            var personal = new WorkspaceView { Id = Workspace.Personal, Name = "personal", CreatedAt = time.GetUtcNow() };
            await database.WriteAsync(scope => WorkspaceStore.TryAdd(scope, personal), cancellationToken);
        }
    }
}
