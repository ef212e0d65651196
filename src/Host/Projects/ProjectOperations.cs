using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Projects;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Projects;

/// <summary>Projects, which JSON-RPC calls repository groups.</summary>
internal sealed class ProjectOperations(
    CreateProject create, ReadProjects read, UpdateProject update, DeleteProject delete, ReorderProjects reorder,
    PreviewCopiedFiles preview) : IOperationSource
{
    private const string ById = """{"id":"019a9f3c-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<CreateRepositoryGroupRequest, RepositoryGroupResponse>(
                "createRepositoryGroup", Post("/api/projects"), Permission.ProjectWrite, create.RunAsync)
            .Describe("Makes a project of repositories that were added. The first is where agents work.")
            .Example("""{"name":"Shop","repositoryIds":["019a9f3c-0000-7000-8000-000000000001"]}""");
        operations.Add<ListRepositoryGroupsRequest, ListRepositoryGroupsResponse>(
                "listRepositoryGroups", Get("/api/projects"), Permission.Read, read.ListAsync)
            .Describe("Lists the projects in their order.").Example("{}").AsList("repositoryGroups");
        operations.Add<GetRepositoryGroupRequest, RepositoryGroupResponse>(
                "getRepositoryGroup", Get("/api/projects/{id}"), Permission.Read, read.GetAsync)
            .Describe("Shows a project.").Example(ById);
        operations.Add<UpdateRepositoryGroupRequest, RepositoryGroupResponse>(
                "updateRepositoryGroup", Patch("/api/projects/{id}"), Permission.ProjectWrite, update.RunAsync)
            .Describe("Changes what is given of a project and leaves the rest.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","defaults":{"agentType":"claude_code"}}""");
        operations.Add<DeleteRepositoryGroupRequest, NoResponse>(
                "deleteRepositoryGroup", Delete("/api/projects/{id}"), Permission.ProjectWrite, delete.RunAsync)
            .Describe("Forgets a project that has no tasks outside the trash. No folder is touched.").Example(ById);
        operations.Add<ReorderRepositoryGroupsRequest, ListRepositoryGroupsResponse>(
                "reorderRepositoryGroups", Post("/api/projects/reorder"), Permission.ProjectWrite, reorder.RunAsync)
            .Describe("Puts the projects into an order; each is named once.")
            .Example("""{"ids":["019a9f3c-0000-7000-8000-000000000001"]}""").AsList("repositoryGroups");
        operations.Add<ListBranchesRequest, ListBranchesResponse>(
                "listBranches", Get("/api/projects/{id}/branches"), Permission.Read, read.ListBranchesAsync)
            .Describe("Searches the branches of a project's first repository, newest commit first.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","query":"release"}""").AsList("branches");
        operations.Add<PreviewCopiedFilesRequest, PreviewCopiedFilesResponse>(
                "previewCopiedFiles", Post("/api/projects/{id}/copied-files"), Permission.ProjectWrite, preview.RunAsync)
            .Describe("Shows which files that git ignores would be copied into a new worktree, by the project's patterns or by others.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","copyIgnored":[".env","config/*.local.json"]}""");
    }
}
