using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Protocol.Access;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Access;

/// <summary>Trades the secret of a one-time link for the browser's cookie.</summary>
internal sealed class ExchangeLogin(
    LoginLinks links, Credentials credentials, RateLimiter limiter, HostOptions options, HostInstance instance)
{
    public async Task<Result<GetCallerResponse>> RunAsync(
        ExchangeLoginRequest request, HttpContext http, CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (limiter.RefuseLogin(address) is { } tooMany)
        {
            return tooMany;
        }

        if (!links.TryUse(request.Secret))
        {
            limiter.CountFailedLogin(address);
            return new Problem(
                ProblemCode.Unauthorized, "This link is unknown, older than five minutes or was used before. Run 'homeport open' for a new one.");
        }

        var name = BrowserName.Of(http.Request.Headers.UserAgent.ToString());
        var (credential, secret) = await credentials.CreateAsync(
            CredentialKind.Browser, name, Credentials.BrowserLifetime, cancellationToken);
        LoginCookie.Write(http.Response, instance.Port, secret, options.BehindProxy);
        return new GetCallerResponse
        {
            Caller = GetCaller.View(new Caller(Authenticator.OwnerName, Role.Owner, CredentialKind.Browser, credential.Id)),
        };
    }
}
