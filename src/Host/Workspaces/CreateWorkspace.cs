using Homeport.Domain;
using Homeport.Protocol.Workspaces;
using Homeport.Storage;

namespace Homeport.Host.Workspaces;

/// <summary>Makes a workspace.</summary>
internal sealed class CreateWorkspace(Database database, TimeProvider time)
{
    private const int LongestName = 100;

    public async Task<Result<WorkspaceResponse>> RunAsync(CreateWorkspaceRequest request, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > LongestName)
        {
            return new Problem(ProblemCode.InvalidRequest, "The workspace needs a name.")
            {
                Errors = [new FieldError("name", $"Must have 1 to {LongestName} characters.")],
            };
        }

        var now = time.GetUtcNow();
        var workspace = new WorkspaceView { Id = Guid.CreateVersion7(now).ToString(), Name = name, CreatedAt = now };
        return await database.WriteAsync(scope => WorkspaceStore.TryAdd(scope, workspace), cancellationToken)
            ? new WorkspaceResponse { Workspace = workspace }
            : new Problem(ProblemCode.Conflict, $"There is a workspace named {name} already. Choose another name.");
    }
}
