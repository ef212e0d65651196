using System.Globalization;
using Homeport.Domain;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Changes what is given of a project.</summary>
internal sealed class UpdateProject(Database database)
{
    public Task<Result<RepositoryGroupResponse>> RunAsync(UpdateRepositoryGroupRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        ProjectChecks.CheckName(request.Name, errors);
        ProjectChecks.CheckColor(request.Color, errors);
        ProjectChecks.CheckDefaults(request.Defaults, errors);
        ScriptChecks.Check(request.Scripts, errors);
        return ProjectChecks.ToProblem(errors) is { } problem
            ? Task.FromResult<Result<RepositoryGroupResponse>>(problem)
            : database.WriteAsync(scope => Update(scope, request), cancellationToken);
    }

    private static Result<RepositoryGroupResponse> Update(WriteScope scope, UpdateRepositoryGroupRequest request)
    {
        if (ProjectStore.Find(scope, request.Id) is not { } project)
        {
            return ProjectChecks.NotFound(request.Id);
        }

        if (request.Version is { } version && version != project.Version)
        {
            return new Problem(ProblemCode.Conflict, $"{project.Name} was changed meanwhile. Read it again, then change it.")
            {
                Facts = new Dictionary<string, string[]> { ["version"] = [project.Version.ToString(CultureInfo.InvariantCulture)] },
            };
        }

        var saved = ProjectStore.Save(scope, project with
        {
            Name = request.Name?.Trim() ?? project.Name,
            Color = request.Color ?? project.Color,
            Defaults = request.Defaults ?? project.Defaults,
            Scripts = request.Scripts is { } scripts ? ScriptChecks.Tidy(scripts) : project.Scripts,
        });
        return new RepositoryGroupResponse { RepositoryGroup = saved };
    }
}
