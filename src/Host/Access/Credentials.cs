using System.Collections.Concurrent;

namespace Homeport.Host.Access;

/// <summary>
/// Who a secret belongs to. An answer of the store is believed for a short while, so that a request costs no read, and a
/// credential that another host revoked is still refused soon.
/// </summary>
internal sealed class Credentials(CredentialStore store, OpenConnections connections, TimeProvider time)
{
    public static readonly TimeSpan BrowserLifetime = TimeSpan.FromDays(30);

    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);
    private const int MostKnown = 1024;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <returns>Null for a secret that is unknown, revoked or expired.</returns>
    public async ValueTask<Credential?> FindAsync(string secret, CredentialKind kind, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hash = Secret.Hash(secret);
        if (!_known.TryGetValue(hash, out var known) || now - known.ReadAt > Believed)
        {
            if (await store.FindAsync(hash, cancellationToken) is not { } found)
            {
                _known.TryRemove(hash, out _);
                return null;
            }

            if (_known.Count >= MostKnown)
            {
                _known.Clear();
            }

            _known[hash] = known = new Known(found, now);
        }

        var credential = known.Credential;
        if (credential.Kind != kind || !credential.IsValid(now))
        {
            return null;
        }

        return now - credential.LastUsedAt < TouchEvery ? credential : await TouchAsync(credential, hash, now, cancellationToken);
    }

    /// <returns>The secret, which is told this once.</returns>
    public async Task<(Credential Credential, string Secret)> CreateAsync(
        CredentialKind kind, string name, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = kind == CredentialKind.AccessToken ? Authenticator.AccessTokenPrefix + Secret.Create() : Secret.Create();
        var credential = new Credential(Guid.CreateVersion7(now).ToString(), kind, name, now, now, now + lifetime);
        await store.AddAsync(credential, Secret.Hash(secret), cancellationToken);
        return (credential, secret);
    }

    public Task<IReadOnlyList<Credential>> ListAsync(CredentialKind kind, CancellationToken cancellationToken) =>
        store.ListAsync(kind, cancellationToken);

    /// <summary>Ends a credential and everything that is connected by it.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> RevokeAsync(CredentialKind kind, string id, CancellationToken cancellationToken)
    {
        var removed = await store.RemoveAsync(kind, id, cancellationToken);
        foreach (var (hash, known) in _known)
        {
            if (known.Credential.Id == id)
            {
                _known.TryRemove(hash, out _);
            }
        }

        await connections.CloseAsync(id);
        return removed;
    }

    private async Task<Credential> TouchAsync(Credential credential, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var touched = credential with
        {
            LastUsedAt = now,
            ExpiresAt = credential.Kind == CredentialKind.Browser ? now + BrowserLifetime : credential.ExpiresAt,
        };
        _known[hash] = new Known(touched, now);
        await store.TouchAsync(touched, cancellationToken);
        return touched;
    }

    private readonly record struct Known(Credential Credential, DateTimeOffset ReadAt);
}
