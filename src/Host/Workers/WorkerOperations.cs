using Homeport.Domain.Access;
using Homeport.Domain;
using Homeport.Host.Operations;
using Homeport.Protocol.Backend;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Workers;

/// <summary>Which workers there are.</summary>
internal sealed class WorkerOperations(WorkerDirectory directory) : IOperationSource
{
    public void Register(OperationCatalogue operations) =>
        operations.Add<ListWorkersResponse>("listWorkers", Get("/api/workers"), Permission.Read, ListAsync)
            .Describe("Lists the workers that are connected, with their capacity and load.")
            .Example("{}").AsList("workers");

    private Task<Result<ListWorkersResponse>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Result<ListWorkersResponse>>(
            new ListWorkersResponse { Items = [.. directory.All.Select(worker => worker.View)] });
}
