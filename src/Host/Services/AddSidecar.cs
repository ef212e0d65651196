using Homeport.Domain;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>Adds a sidecar and, unless told otherwise, starts it.</summary>
internal sealed class AddSidecar(Database database, RunSidecar run, TimeProvider time)
{
    private const int MostSidecars = 100;

    public async Task<Result<SidecarResponse>> RunAsync(AddSidecarRequest request, CancellationToken cancellationToken)
    {
        var added = await database.WriteAsync(scope => Add(scope, request, time.GetUtcNow()), cancellationToken);
        return added.Succeeded(out var response, out _) && request.Start != false
            ? await run.StartAsync(new StartSidecarRequest { Id = response.Sidecar.Id }, cancellationToken)
            : added;
    }

    private static Result<SidecarResponse> Add(WriteScope scope, AddSidecarRequest request, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        SidecarChecks.CheckName(request.Name, errors);
        SidecarChecks.CheckDefinition(request.Definition, errors);
        if (SidecarChecks.ToProblem(errors) is { } problem)
        {
            return problem;
        }

        if (SidecarStore.FindByName(scope, Workspace.Personal, request.Name) is not null)
        {
            return SidecarChecks.NameTaken(request.Name);
        }

        if (SidecarStore.Count(scope, Workspace.Personal) >= MostSidecars)
        {
            return new Problem(ProblemCode.Conflict, $"There are {MostSidecars} sidecars already. Remove one that is not needed any more.");
        }

        var id = Guid.CreateVersion7(now).ToString();
        var sidecar = new Sidecar(
            new SidecarView
            {
                Id = id,
                WorkspaceId = Workspace.Personal,
                Name = request.Name,
                Definition = request.Definition,
                AutoStart = request.AutoStart ?? true,
                Wanted = false,
                Status = new ServiceStatus
                {
                    ServiceId = id,
                    Kind = ServiceKind.Sidecar,
                    State = ServiceState.Stopped,
                    Reason = "It was not started yet.",
                    At = now,
                },
                CreatedAt = now,
                Version = 1,
            },
            WorkerId: null);
        SidecarStore.Add(scope, sidecar);
        return new SidecarResponse { Sidecar = sidecar.View };
    }
}
