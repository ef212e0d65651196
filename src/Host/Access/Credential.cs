namespace Homeport.Host.Access;

/// <summary>A browser that is logged in, or a token of a program.</summary>
/// <param name="Kind"><see cref="CredentialKind.Browser"/> or <see cref="CredentialKind.AccessToken"/>.</param>
internal sealed record Credential(
    string Id, CredentialKind Kind, string Name, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset? ExpiresAt)
{
    public bool IsValid(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;
}
