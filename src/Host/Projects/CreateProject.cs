using Homeport.Domain;
using Homeport.Host.Repositories;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Makes a project of repositories that were added.</summary>
internal sealed class CreateProject(Database database, TimeProvider time)
{
    private const int MostRepositories = 20;

    public Task<Result<RepositoryGroupResponse>> RunAsync(CreateRepositoryGroupRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => Create(scope, request, time.GetUtcNow()), cancellationToken);

    private static Result<RepositoryGroupResponse> Create(WriteScope scope, CreateRepositoryGroupRequest request, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        ProjectChecks.CheckName(request.Name, errors);
        ProjectChecks.CheckColor(request.Color, errors);
        ProjectChecks.CheckDefaults(request.Defaults, errors);
        if (request.RepositoryIds.Count is 0 or > MostRepositories)
        {
            errors.Add(new FieldError("repositoryIds", $"Must name 1 to {MostRepositories} repositories."));
        }

        for (var index = 0; index < Math.Min(request.RepositoryIds.Count, MostRepositories); index++)
        {
            var id = request.RepositoryIds[index];
            if (RepositoryStore.Find(scope, id) is not { WorkspaceId: Workspace.Personal })
            {
                errors.Add(new FieldError($"repositoryIds/{index}", $"There is no repository {id}."));
            }
            else if (request.RepositoryIds.Take(index).Contains(id))
            {
                errors.Add(new FieldError($"repositoryIds/{index}", $"{id} stands there twice."));
            }
        }

        return ProjectChecks.ToProblem(errors) is { } problem
            ? problem
            : new RepositoryGroupResponse
            {
                RepositoryGroup = ProjectStore.Add(scope, new RepositoryGroupView
                {
                    Id = Guid.CreateVersion7(now).ToString(),
                    WorkspaceId = Workspace.Personal,
                    Name = request.Name.Trim(),
                    Color = request.Color ?? 0,
                    SortOrder = 0,
                    RepositoryIds = request.RepositoryIds,
                    Defaults = request.Defaults ?? new ProjectDefaults(),
                    Scripts = new ProjectScripts { CopyIgnored = [] },
                    Commands = [],
                    CreatedAt = now,
                    Version = 1,
                }),
            };
    }
}
