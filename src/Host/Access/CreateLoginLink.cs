using System.Globalization;
using Homeport.Domain;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>Makes a one-time link.</summary>
internal sealed class CreateLoginLink(LoginLinks links, HostInstance instance)
{
    public Task<Result<CreateLoginLinkResponse>> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Result<CreateLoginLinkResponse>>(Create());
    }

    public CreateLoginLinkResponse Create()
    {
        var (secret, expiresAt) = links.Create();
        return new CreateLoginLinkResponse
        {
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{instance.Port}/#login={secret}"),
            ExpiresAt = expiresAt,
        };
    }
}
