namespace Homeport.Host.Access;

/// <summary>One-time links that open a browser logged in.</summary>
internal sealed class LoginLinks(TimeProvider time)
{
    private readonly OneTimeSecrets<bool> _secrets = new(TimeSpan.FromMinutes(5), time);

    public (string Secret, DateTimeOffset ExpiresAt) Create() => _secrets.Create(true);

    public bool TryUse(string secret) => _secrets.TryUse(secret, out _);
}
