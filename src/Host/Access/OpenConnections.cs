using System.Collections.Concurrent;

namespace Homeport.Host.Access;

/// <summary>The connections that stay open, by the credential that opened them, so that they end with it.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<Entry, bool> _open = [];

    public int Count => _open.Count;

    /// <returns>Disposed when the connection is over.</returns>
    public IDisposable Add(string? credentialId, Func<ConnectionEnd, Task> close)
    {
        var entry = new Entry(this, credentialId, close);
        _open[entry] = true;
        return entry;
    }

    public Task CloseAsync(string credentialId) =>
        CloseAsync(entry => entry.CredentialId == credentialId, ConnectionEnd.LoginRevoked);

    public Task CloseAllAsync() => CloseAsync(static _ => true, ConnectionEnd.HostStopping);

    private Task CloseAsync(Func<Entry, bool> isMeant, ConnectionEnd end) =>
        Task.WhenAll(_open.Keys.Where(isMeant).Select(entry => entry.Close(end)));

    private sealed class Entry(OpenConnections owner, string? credentialId, Func<ConnectionEnd, Task> close) : IDisposable
    {
        public string? CredentialId { get; } = credentialId;

        public Task Close(ConnectionEnd end) => close(end);

        public void Dispose() => owner._open.TryRemove(this, out _);
    }
}

/// <summary>Why a connection is ended from our side.</summary>
internal enum ConnectionEnd
{
    LoginRevoked,
    HostStopping,
}
