using Homeport.Domain;

namespace Homeport.Host.Workers;

/// <summary>The way to the execution plane.</summary>
internal interface IWorkerRpc
{
    /// <summary>How many workers are connected.</summary>
    int Connected { get; }

    /// <summary>
    /// Calls a method of <c>Homeport.Protocol.Link.WorkerMethods</c> on the worker that takes new work. What the worker refuses
    /// comes back as a <see cref="Problem"/> with the worker's own words; no worker, a lost one or no answer in time is
    /// <see cref="ProblemCode.Unavailable"/> or <see cref="ProblemCode.Timeout"/>.
    /// </summary>
    Task<Result<TResponse>> CallAsync<TRequest, TResponse>(string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull;

    /// <summary>Calls the worker on which something lives.</summary>
    /// <param name="workerId">Its id; null where it never lived on one, which is as if that were away.</param>
    Task<Result<TResponse>> CallOnAsync<TRequest, TResponse>(
        string? workerId, string method, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull;
}
