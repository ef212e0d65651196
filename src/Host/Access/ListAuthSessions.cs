using Homeport.Domain;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>The browsers that are logged in.</summary>
internal sealed class ListAuthSessions(Credentials credentials, TimeProvider time)
{
    public async Task<Result<ListAuthSessionsResponse>> RunAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var browsers = await credentials.ListAsync(CredentialKind.Browser, cancellationToken);
        return new ListAuthSessionsResponse
        {
            Items =
            [
                .. browsers.Where(browser => browser.IsValid(now)).Select(browser => new AuthSessionView
                {
                    Id = browser.Id,
                    Name = browser.Name,
                    CreatedAt = browser.CreatedAt,
                    LastSeenAt = browser.LastUsedAt,
                    ExpiresAt = browser.ExpiresAt ?? DateTimeOffset.MaxValue,
                    Current = browser.Id == caller.CredentialId,
                }),
            ],
        };
    }
}
