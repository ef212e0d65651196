using Homeport.Domain;
using Homeport.Host.Mcp;
using Homeport.Host.Tasks;
using Homeport.Host.Terminals;
using Homeport.Protocol;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Forgets a project that has no tasks outside the trash.</summary>
internal sealed class DeleteProject(Database database, CloseTerminal terminals, TimeProvider time)
{
    public async Task<Result<NoResponse>> RunAsync(DeleteRepositoryGroupRequest request, CancellationToken cancellationToken)
    {
        var deleted = await database.WriteAsync(scope => Delete(scope, request.Id, time.GetUtcNow()), cancellationToken);
        if (deleted.Succeeded(out _, out _))
        {
            await terminals.OfProjectAsync(request.Id);
        }

        return deleted;
    }

    private static Result<NoResponse> Delete(WriteScope scope, string id, DateTimeOffset now)
    {
        if (ProjectStore.Find(scope, id) is not { } project)
        {
            return ProjectChecks.NotFound(id);
        }

        if (TaskStore.ProjectHasTasks(scope, id))
        {
            return new Problem(ProblemCode.Conflict, $"{project.Name} has tasks. Delete them first; they stay in the trash for seven days.");
        }

        McpServerStore.RemoveOf(scope, id);
        ProjectStore.Remove(scope, project, now);
        return new NoResponse();
    }
}
