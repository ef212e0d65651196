using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Protocol.Backend;

namespace Homeport.Host.Backend;

/// <summary>That there is a host, whose it is and where.</summary>
internal sealed class GetStatus(HostInstance instance)
{
    public Task<Result<StatusView>> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Result<StatusView>>(
            new StatusView { Status = "running", Owner = Authenticator.OwnerName, Port = instance.Port });
    }
}
