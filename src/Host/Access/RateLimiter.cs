using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Homeport.Domain;

namespace Homeport.Host.Access;

/// <summary>Keeps one caller from taking everything. Buckets belong to credentials and addresses, never to a header that anybody can write.</summary>
internal sealed class RateLimiter(HostOptions options, TimeProvider time)
{
    private const int MostBuckets = 4096;

    private readonly ConcurrentDictionary<string, TokenBucket> _callers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenBucket> _failures = new(StringComparer.Ordinal);

    /// <returns>A problem if the caller has to wait.</returns>
    public Problem? Take(Caller caller)
    {
        var rate = caller.Method switch
        {
            CredentialKind.Browser or CredentialKind.AccessToken => options.Limits.CallerPerSecond,
            CredentialKind.OwnerToken or CredentialKind.OwnerSocket or CredentialKind.Trusted => options.Limits.OwnerPerSecond,
            CredentialKind.Anonymous => 0,
        };
        if (rate == 0)
        {
            return null;
        }

        var bucket = Bucket(_callers, caller.CredentialId ?? caller.Method.ToString(), rate, (double)rate * options.Limits.BurstSeconds);
        return bucket.TryTake(out var wait)
            ? null
            : TooMany($"You made more than {rate} requests in a second.", wait);
    }

    /// <returns>A problem if so many wrong credentials came from there that no further one is looked at for now.</returns>
    public Problem? RefuseLogin(IPAddress? address) =>
        Failures(address).HasOne() ? null : TooMany("Too many wrong logins came from your address.", TimeSpan.FromMinutes(1.0 / options.Limits.FailedLoginsPerMinute));

    public void CountFailedLogin(IPAddress? address) => Failures(address).TryTake(out _);

    private TokenBucket Failures(IPAddress? address) => Bucket(
        _failures, address?.ToString() ?? "socket", options.Limits.FailedLoginsPerMinute / 60.0, options.Limits.FailedLoginsPerMinute);

    private TokenBucket Bucket(ConcurrentDictionary<string, TokenBucket> buckets, string key, double perSecond, double capacity)
    {
        if (buckets.TryGetValue(key, out var known))
        {
            return known;
        }

        if (buckets.Count >= MostBuckets)
        {
            foreach (var (old, bucket) in buckets)
            {
                if (bucket.IsFull())
                {
                    buckets.TryRemove(old, out _);
                }
            }
        }

        return buckets.GetOrAdd(key, _ => new TokenBucket(perSecond, capacity, time));
    }

    private static Problem TooMany(string why, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new Problem(ProblemCode.RateLimited, $"{why} Wait {seconds} s and try again.")
        {
            Facts = new Dictionary<string, string[]> { ["retryAfter"] = [seconds] },
        };
    }
}
