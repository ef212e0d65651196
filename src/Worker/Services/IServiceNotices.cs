using Homeport.Protocol.Services;

namespace Homeport.Worker.Services;

/// <summary>Where changes of services are told; dropped while no host is there, for the host asks when it is back.</summary>
internal interface IServiceNotices
{
    ValueTask TellAsync(ServiceStatus status, CancellationToken cancellationToken);
}
