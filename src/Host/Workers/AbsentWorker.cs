using Homeport.Domain;

namespace Homeport.Host.Workers;

/// <summary>Answers while no worker can connect at all.</summary>
internal sealed class AbsentWorker : IWorkerRpc
{
    public int Connected => 0;

    public Task<Result<TResponse>> CallAsync<TRequest, TResponse>(string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull =>
        Task.FromResult<Result<TResponse>>(new Problem(ProblemCode.Unavailable, "No worker is connected, so nothing can run."));
}
