using Homeport.Domain;
using Homeport.Protocol;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>Logs a browser out.</summary>
internal sealed class RevokeAuthSession(Credentials credentials)
{
    public async Task<Result<NoResponse>> RunAsync(RevokeAuthSessionRequest request, CancellationToken cancellationToken) =>
        await credentials.RevokeAsync(CredentialKind.Browser, request.Id, cancellationToken)
            ? new NoResponse()
            : new Problem(ProblemCode.NotFound, $"There is no login {request.Id}. It may have been ended already; list them anew.");
}
