using Homeport.Domain;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>The tokens of programs, expired ones too, so that they can be seen and cleared away.</summary>
internal sealed class ListAccessTokens(Credentials credentials)
{
    public async Task<Result<ListAccessTokensResponse>> RunAsync(CancellationToken cancellationToken)
    {
        var tokens = await credentials.ListAsync(CredentialKind.AccessToken, cancellationToken);
        return new ListAccessTokensResponse { Items = [.. tokens.Select(View)] };
    }

    public static AccessTokenView View(Credential token) => new()
    {
        Id = token.Id,
        Name = token.Name,
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        LastUsedAt = token.LastUsedAt == token.CreatedAt ? null : token.LastUsedAt,
    };
}
