using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Browse;
using Homeport.Protocol.Link;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Browse;

/// <summary>Folders of the worker's machine, to pick a repository. The worker decides which it shows.</summary>
internal sealed class BrowseOperations(IWorkerRpc worker) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListBrowseRootsResponse>("listBrowseRoots", Get("/api/browse/roots"), Permission.ProjectWrite, ListRootsAsync)
            .Describe("Lists the folders under which browsing is allowed.").Example("{}").AsList("roots");
        operations.Add<BrowseDirectoryRequest, BrowseDirectoryResponse>(
                "browseDirectory", Get("/api/browse/list"), Permission.ProjectWrite, BrowseAsync)
            .Describe("Lists the folders in a folder, and which of them are git repositories.").Example("""{"path":"/home/ada/code"}""");
    }

    private Task<Result<ListBrowseRootsResponse>> ListRootsAsync(CancellationToken cancellationToken) =>
        worker.CallAsync<NoRequest, ListBrowseRootsResponse>(WorkerMethods.ListBrowseRoots, new NoRequest(), cancellationToken);

    private Task<Result<BrowseDirectoryResponse>> BrowseAsync(BrowseDirectoryRequest request, CancellationToken cancellationToken) =>
        worker.CallAsync<BrowseDirectoryRequest, BrowseDirectoryResponse>(WorkerMethods.BrowseDirectory, request, cancellationToken);
}
