using System.Collections.Concurrent;

namespace Homeport.Host.Services;

/// <summary>
/// Which wish about a service came last. A start has more to do before its worker hears of it than a stop, which must not be
/// overtaken by a start that was wished before it.
/// </summary>
internal sealed class ServiceWishes
{
    private readonly ConcurrentDictionary<string, ServiceWish> _last = new(StringComparer.Ordinal);

    /// <summary>A new wish, the last one until another begins. To be disposed when it was carried out.</summary>
    public ServiceWish Begin(string service)
    {
        var wish = new ServiceWish(this, service);
        _last[service] = wish;
        return wish;
    }

    public bool IsLast(ServiceWish wish) => _last.TryGetValue(wish.Service, out var last) && ReferenceEquals(last, wish);

    public void End(ServiceWish wish) => _last.TryRemove(new KeyValuePair<string, ServiceWish>(wish.Service, wish));
}

/// <summary>That a service is to run, or not.</summary>
internal sealed class ServiceWish(ServiceWishes wishes, string service) : IDisposable
{
    public string Service => service;

    /// <summary>Nothing else was wished since.</summary>
    public bool IsLast => wishes.IsLast(this);

    public void Dispose() => wishes.End(this);
}
