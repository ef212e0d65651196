using Homeport.Domain;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>Makes a token for a program.</summary>
internal sealed class CreateAccessToken(Credentials credentials)
{
    private const int LongestName = 100;
    private const int MostDays = 365;

    public async Task<Result<CreateAccessTokenResponse>> RunAsync(CreateAccessTokenRequest request, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        var errors = new List<FieldError>();
        if (name.Length is 0 or > LongestName)
        {
            errors.Add(new FieldError("name", $"Must have 1 to {LongestName} characters."));
        }

        if (request.ExpiresInDays is < 1 or > MostDays)
        {
            errors.Add(new FieldError("expiresInDays", $"Must be 1 to {MostDays}; leave it out for a token that does not expire."));
        }

        if (errors.Count > 0)
        {
            return new Problem(ProblemCode.InvalidRequest, "The token was not made; errors tells what to change.") { Errors = errors };
        }

        TimeSpan? lifetime = request.ExpiresInDays is { } days ? TimeSpan.FromDays(days) : null;
        var (credential, secret) = await credentials.CreateAsync(CredentialKind.AccessToken, name, lifetime, cancellationToken);
        return new CreateAccessTokenResponse { AccessToken = ListAccessTokens.View(credential), Secret = secret };
    }
}
