using System.Globalization;
using Homeport.Domain;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>Changes what is given of a sidecar. What runs of it goes on as it was started.</summary>
internal sealed class UpdateSidecar(Database database)
{
    public Task<Result<SidecarResponse>> RunAsync(UpdateSidecarRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        SidecarChecks.CheckName(request.Name, errors);
        SidecarChecks.CheckDefinition(request.Definition, errors);
        return SidecarChecks.ToProblem(errors) is { } problem
            ? Task.FromResult<Result<SidecarResponse>>(problem)
            : database.WriteAsync(scope => Update(scope, request), cancellationToken);
    }

    private static Result<SidecarResponse> Update(WriteScope scope, UpdateSidecarRequest request)
    {
        if (SidecarStore.Find(scope, request.Id) is not { } sidecar)
        {
            return SidecarChecks.NotFound(request.Id);
        }

        if (request.Version is { } version && version != sidecar.View.Version)
        {
            return new Problem(ProblemCode.Conflict, $"{sidecar.View.Name} was changed meanwhile. Read it again, then change it.")
            {
                Facts = new Dictionary<string, string[]> { ["version"] = [sidecar.View.Version.ToString(CultureInfo.InvariantCulture)] },
            };
        }

        if (request.Name is { } name && name != sidecar.View.Name && SidecarStore.FindByName(scope, sidecar.View.WorkspaceId, name) is not null)
        {
            return SidecarChecks.NameTaken(name);
        }

        var changed = sidecar with
        {
            View = sidecar.View with
            {
                Name = request.Name ?? sidecar.View.Name,
                Definition = request.Definition ?? sidecar.View.Definition,
                AutoStart = request.AutoStart ?? sidecar.View.AutoStart,
                Version = sidecar.View.Version + 1,
            },
        };
        SidecarStore.Save(scope, changed);
        return new SidecarResponse { Sidecar = changed.View };
    }
}
