using Homeport.Domain;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Puts the projects into an order.</summary>
internal sealed class ReorderProjects(Database database)
{
    public Task<Result<ListRepositoryGroupsResponse>> RunAsync(ReorderRepositoryGroupsRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => Reorder(scope, request.Ids), cancellationToken);

    private static Result<ListRepositoryGroupsResponse> Reorder(WriteScope scope, IReadOnlyList<string> ids)
    {
        var projects = ProjectStore.List(scope, Workspace.Personal).ToDictionary(project => project.Id);
        if (ids.Count != projects.Count || ids.Distinct().Count() != ids.Count || !ids.All(projects.ContainsKey))
        {
            return new Problem(ProblemCode.InvalidRequest, "The order was not changed.")
            {
                Errors = [new FieldError("ids", "Must name each project exactly once. List them anew; one may have been added or deleted.")],
            };
        }

        for (var place = 0; place < ids.Count; place++)
        {
            var project = projects[ids[place]];
            if (project.SortOrder != place)
            {
                ProjectStore.Save(scope, project with { SortOrder = place });
            }
        }

        return new ListRepositoryGroupsResponse { Items = ProjectStore.List(scope, Workspace.Personal) };
    }
}
