using Homeport.Domain;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>Tells the caller who the program takes them for.</summary>
internal static class GetCaller
{
    public static Task<Result<GetCallerResponse>> RunAsync(Caller caller, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<Result<GetCallerResponse>>(cancellationToken)
            : Task.FromResult<Result<GetCallerResponse>>(new GetCallerResponse { Caller = View(caller) });

    public static CallerView View(Caller caller) => new()
    {
        Name = caller.Name,
        Role = caller.Role.ToString().ToLowerInvariant(),
        Method = caller.Method switch
        {
            CredentialKind.OwnerToken => "owner_token",
            CredentialKind.AccessToken => "access_token",
            CredentialKind.Browser => "browser",
            CredentialKind.OwnerSocket => "owner_socket",
            CredentialKind.Trusted or CredentialKind.Anonymous => "none",
        },
        CredentialId = caller.CredentialId,
    };
}
