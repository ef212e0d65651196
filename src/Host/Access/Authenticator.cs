using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Http;

namespace Homeport.Host.Access;

/// <summary>Finds out who sent a request.</summary>
internal sealed class Authenticator(
    OwnerToken ownerToken, Credentials credentials, Tickets tickets, RateLimiter limiter, HostOptions options, HostInstance instance)
{
    public const string AccessTokenPrefix = "hp_";
    private const string Bearer = "Bearer ";

    public static readonly string OwnerName = Environment.UserName is { Length: > 0 } name ? name : "owner";
    private static readonly Caller ByToken = new(OwnerName, Role.Owner, CredentialKind.OwnerToken);
    private static readonly Caller BySocket = new(OwnerName, Role.Owner, CredentialKind.OwnerSocket);
    private static readonly Caller Trusted = new(OwnerName, Role.Owner, CredentialKind.Trusted);

    /// <returns>The caller, <see cref="Caller.Anonymous"/> where nothing was shown, or why what was shown is refused.</returns>
    public async ValueTask<Result<Caller>> IdentifyAsync(ConnectionScope scope, bool isWebSocket, CancellationToken cancellationToken)
    {
        if (scope.IsOwnerSocket)
        {
            return BySocket;
        }

        if (options.Auth == AuthMode.None)
        {
            return Trusted;
        }

        var request = scope.Http.Request;
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            return await ByBearerAsync(scope, authorization.ToString(), cancellationToken);
        }

        if (isWebSocket && request.Query.TryGetValue("ticket", out var ticket))
        {
            return tickets.TryUse(ticket.ToString(), out var caller) ? caller : Refuse(scope, "The ticket is unknown, expired or used up. Ask for a new one.");
        }

        return LoginCookie.Read(request, instance.Port) is { } secret
            ? await ByCookieAsync(scope, secret, cancellationToken)
            : Caller.Anonymous;
    }

    private async ValueTask<Result<Caller>> ByBearerAsync(ConnectionScope scope, string header, CancellationToken cancellationToken)
    {
        // The server gives out the same string for the same header of a connection: it was compared before.
        if (ReferenceEquals(header, scope.OwnerHeader))
        {
            return ByToken;
        }

        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(scope, "Only 'Authorization: Bearer …' is understood.");
        }

        var token = header[Bearer.Length..].Trim();
        if (token.StartsWith(AccessTokenPrefix, StringComparison.Ordinal))
        {
            return await credentials.FindAsync(token, CredentialKind.AccessToken, cancellationToken) is { } found
                ? new Caller(found.Name, Role.Owner, CredentialKind.AccessToken, found.Id)
                : Refuse(scope, "The access token is unknown, expired or revoked. Make a new one in Settings.");
        }

        if (!ownerToken.Matches(token))
        {
            return Refuse(scope, "The token is wrong. The right one is in the file auth-token of the data folder.");
        }

        scope.OwnerHeader = header;
        return ByToken;
    }

    private async ValueTask<Result<Caller>> ByCookieAsync(ConnectionScope scope, string secret, CancellationToken cancellationToken)
    {
        if (await credentials.FindAsync(secret, CredentialKind.Browser, cancellationToken) is not { } found)
        {
            LoginCookie.Remove(scope.Http.Response, instance.Port);
            return Refuse(scope, "This browser is not logged in any more. Run 'homeport open' for a new link.");
        }

        if (found.ExpiresAt - found.LastUsedAt == Credentials.BrowserLifetime && scope.RenewedCookieAt != found.LastUsedAt)
        {
            scope.RenewedCookieAt = found.LastUsedAt;
            LoginCookie.Write(scope.Http.Response, instance.Port, secret, options.BehindProxy);
        }

        return new Caller(OwnerName, Role.Owner, CredentialKind.Browser, found.Id);
    }

    private Problem Refuse(ConnectionScope scope, string message)
    {
        var address = scope.Http.Connection.RemoteIpAddress;
        if (limiter.RefuseLogin(address) is { } tooMany)
        {
            return tooMany;
        }

        limiter.CountFailedLogin(address);
        return new Problem(ProblemCode.Unauthorized, message);
    }
}
