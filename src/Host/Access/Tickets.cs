using System.Diagnostics.CodeAnalysis;

namespace Homeport.Host.Access;

/// <summary>Stand-ins of a credential for one WebSocket, for clients that cannot set a header there.</summary>
internal sealed class Tickets(TimeProvider time)
{
    private readonly OneTimeSecrets<Caller> _secrets = new(TimeSpan.FromSeconds(30), time);

    public (string Secret, DateTimeOffset ExpiresAt) Create(Caller caller) => _secrets.Create(caller);

    public bool TryUse(string ticket, [NotNullWhen(true)] out Caller? caller) => _secrets.TryUse(ticket, out caller);
}
