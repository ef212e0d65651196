using System.Collections.Concurrent;

namespace Homeport.Host.Access;

/// <summary>Secrets that open something once, soon. They live in memory as hashes; a restart forgets them.</summary>
internal sealed class OneTimeSecrets<T>(TimeSpan lifetime, TimeProvider time)
{
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset ExpiresAt)> _open = new(StringComparer.Ordinal);

    public (string Secret, DateTimeOffset ExpiresAt) Create(T value)
    {
        var now = time.GetUtcNow();
        foreach (var (hash, entry) in _open)
        {
            if (entry.ExpiresAt <= now || _open.Count >= Most)
            {
                _open.TryRemove(hash, out _);
            }
        }

        var secret = Secret.Create();
        var expiresAt = now + lifetime;
        _open[Secret.Hash(secret)] = (value, expiresAt);
        return (secret, expiresAt);
    }

    /// <summary>Uses it up, also when it has expired.</summary>
    public bool TryUse(string secret, out T? value)
    {
        if (_open.TryRemove(Secret.Hash(secret), out var entry) && time.GetUtcNow() < entry.ExpiresAt)
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }
}
