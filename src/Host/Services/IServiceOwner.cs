using Homeport.Host.Workers;
using Homeport.Protocol.Services;

namespace Homeport.Host.Services;

/// <summary>A slice that has services run: it knows which are wanted and keeps what became of them. One for each kind.</summary>
internal interface IServiceOwner
{
    ServiceKind Kind { get; }

    /// <summary>A worker tells of a change. Changes of one worker come in their order.</summary>
    Task ChangedAsync(string workerId, ServiceStatus status, CancellationToken cancellationToken);

    /// <summary>
    /// A worker has registered: start what is wanted and lives nowhere, stop what is there and not wanted. One that is drained
    /// should lose what it runs to another.
    /// </summary>
    /// <param name="worker">It is connected.</param>
    /// <param name="known">What it knows of this kind, what has ended included.</param>
    /// <param name="tookOver">Dead workers: what ran on them runs no more.</param>
    Task ReuniteAsync(
        ConnectedWorker worker, IReadOnlyList<ServiceStatus> known, IReadOnlyList<string> tookOver, CancellationToken cancellationToken);
}
