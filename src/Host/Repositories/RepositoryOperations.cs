using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Repositories;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Repositories;

/// <summary>Git repositories that projects are made of.</summary>
internal sealed class RepositoryOperations(AddRepository add, ReadRepositories read, RemoveRepository remove) : IOperationSource
{
    private const string ById = """{"id":"019a9f3c-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<AddRepositoryRequest, AddRepositoryResponse>("addRepository", Post("/api/repositories"), Permission.ProjectWrite, add.RunAsync)
            .Describe("Adds a folder that is a git repository, or clones a URL, and makes a project of it.")
            .Example("""{"path":"/home/ada/code/app"}""");
        operations.Add<ListRepositoriesRequest, ListRepositoriesResponse>(
                "listRepositories", Get("/api/repositories"), Permission.Read, read.ListAsync)
            .Describe("Lists the repositories by name.").Example("{}").AsList("repositories");
        operations.Add<GetRepositoryRequest, RepositoryResponse>("getRepository", Get("/api/repositories/{id}"), Permission.Read, read.GetAsync)
            .Describe("Shows a repository.").Example(ById);
        operations.Add<RemoveRepositoryRequest, NoResponse>(
                "removeRepository", Delete("/api/repositories/{id}"), Permission.ProjectWrite, remove.RunAsync)
            .Describe("Forgets a repository that no project uses. Its folder is not touched.").Example(ById);
    }
}
