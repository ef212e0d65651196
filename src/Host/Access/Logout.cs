using Homeport.Domain;
using Homeport.Protocol;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Access;

/// <summary>Ends the browser's own login.</summary>
internal sealed class Logout(Credentials credentials, HostInstance instance)
{
    public async Task<Result<NoResponse>> RunAsync(HttpContext http, Caller caller, CancellationToken cancellationToken)
    {
        if (caller is { Method: CredentialKind.Browser, CredentialId: { } id })
        {
            await credentials.RevokeAsync(CredentialKind.Browser, id, cancellationToken);
            LoginCookie.Remove(http.Response, instance.Port);
        }

        return new NoResponse();
    }
}
