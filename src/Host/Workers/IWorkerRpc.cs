using Homeport.Domain;

namespace Homeport.Host.Workers;

/// <summary>The way to the execution plane: one call to the worker that is connected.</summary>
internal interface IWorkerRpc
{
    /// <summary>How many workers are connected.</summary>
    int Connected { get; }

    /// <summary>
    /// Calls a method of <c>Homeport.Protocol.Link.WorkerMethods</c>. What the worker refuses comes back as a
    /// <see cref="Problem"/> with the worker's own words; no worker, a lost one or no answer in time is
    /// <see cref="ProblemCode.Unavailable"/> or <see cref="ProblemCode.Timeout"/>.
    /// </summary>
    Task<Result<TResponse>> CallAsync<TRequest, TResponse>(string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull;
}
