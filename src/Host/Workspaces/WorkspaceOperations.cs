using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Workspaces;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Workspaces;

/// <summary>The boundaries of teams.</summary>
internal sealed class WorkspaceOperations(ListWorkspaces list, CreateWorkspace create) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListWorkspacesResponse>("listWorkspaces", Get("/api/workspaces"), Permission.Read, list.RunAsync)
            .Describe("Lists the workspaces. Single-user mode has one, called personal.").Example("{}").AsList("workspaces");
        operations.Add<CreateWorkspaceRequest, WorkspaceResponse>("createWorkspace", Post("/api/workspaces"), Permission.Administer, create.RunAsync)
            .Describe("Makes a workspace.").Example("""{"name":"research"}""");
    }
}
