using Homeport.Domain.Access;
using Homeport.Domain;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Backend;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Workers;

/// <summary>Which workers there are.</summary>
internal sealed class WorkerOperations(WorkerDirectory directory, IWorkerRpc worker) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListIsolationsResponse>("listIsolations", Get("/api/isolations"), Permission.Read, IsolationsAsync)
            .Describe("Lists the ways in which a task can be kept apart on the worker's machine: which can be had, and what to do for the others.")
            .Example("{}").AsList("isolations");
        operations.Add<ListWorkersResponse>("listWorkers", Get("/api/workers"), Permission.Read, ListAsync)
            .Describe("Lists the workers that are connected, with their capacity and load.")
            .Example("{}").AsList("workers");
    }

    private Task<Result<ListIsolationsResponse>> IsolationsAsync(CancellationToken cancellationToken) =>
        worker.CallAsync<NoRequest, ListIsolationsResponse>(WorkerMethods.ProbeIsolations, new NoRequest(), cancellationToken);

    private Task<Result<ListWorkersResponse>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Result<ListWorkersResponse>>(
            new ListWorkersResponse { Items = [.. directory.All.Select(worker => worker.View)] });
}
