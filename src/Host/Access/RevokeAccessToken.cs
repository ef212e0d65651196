using Homeport.Domain;
using Homeport.Protocol;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>Ends a token of a program.</summary>
internal sealed class RevokeAccessToken(Credentials credentials)
{
    public async Task<Result<NoResponse>> RunAsync(RevokeAccessTokenRequest request, CancellationToken cancellationToken) =>
        await credentials.RevokeAsync(CredentialKind.AccessToken, request.Id, cancellationToken)
            ? new NoResponse()
            : new Problem(ProblemCode.NotFound, $"There is no access token {request.Id}. It may have been revoked already; list them anew.");
}
