using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Worker.Link;

namespace Homeport.Worker.Setup;

/// <summary>What the host may ask about the surroundings of worktrees.</summary>
internal sealed class SetupMethods(CopyPlanner planner, RunCleanup cleanup, FreePorts ports)
{
    public void Register(MethodTable methods)
    {
        methods.Add<FindCopiedFilesRequest, PreviewCopiedFilesResponse>(
            WorkerMethods.FindCopiedFiles,
            (request, cancellationToken) => planner.PreviewAsync(request.RepositoryPath, request.Patterns, cancellationToken));
        methods.Add<RunCleanupRequest, RunCleanupResponse>(WorkerMethods.RunCleanup, cleanup.RunAsync);
        methods.Add<FindFreePortsRequest, FindFreePortsResponse>(
            WorkerMethods.FindFreePorts, (request, _) => Task.FromResult(ports.Find(request)));
    }
}
