using System.Collections.Concurrent;

namespace Homeport.Host.Access;

/// <summary>The connections that stay open, by the credential that opened them, so that they end with it.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<Entry, bool> _open = [];

    public int Count => _open.Count;

    /// <returns>Disposed when the connection is over.</returns>
    public IDisposable Add(string? credentialId, Func<string, Task> close)
    {
        var entry = new Entry(this, credentialId, close);
        _open[entry] = true;
        return entry;
    }

    public Task CloseAsync(string credentialId) =>
        CloseAsync(entry => entry.CredentialId == credentialId, "its login was revoked");

    public Task CloseAllAsync() => CloseAsync(static _ => true, "Homeport is stopping");

    private Task CloseAsync(Func<Entry, bool> isMeant, string reason) =>
        Task.WhenAll(_open.Keys.Where(isMeant).Select(entry => entry.Close(reason)));

    private sealed class Entry(OpenConnections owner, string? credentialId, Func<string, Task> close) : IDisposable
    {
        public string? CredentialId { get; } = credentialId;

        public Task Close(string reason) => close(reason);

        public void Dispose() => owner._open.TryRemove(this, out _);
    }
}
