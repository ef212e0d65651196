namespace Homeport.Agents.Conversations;

/// <summary>
/// Ids of items, by the agent's own ids. Ours are new each time, because an agent may use one of its ids again:
/// in a later turn, or after its session was loaded anew.
/// </summary>
internal sealed class ItemIds(TimeProvider time)
{
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);

    /// <summary>A UUIDv7.</summary>
    public string Create() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    /// <summary>The item of a native id: the one it has, or a new one.</summary>
    public string For(string nativeId) => _items.TryGetValue(nativeId, out var item) ? item : Renew(nativeId);

    /// <summary>The item of a native id, if it has one.</summary>
    public string? Find(string? nativeId) => nativeId is not null && _items.TryGetValue(nativeId, out var item) ? item : null;

    /// <summary>A new item for a native id; what was there is left as it is.</summary>
    public string Renew(string nativeId) => _items[nativeId] = Create();

    /// <summary>The native ids so far mean nothing any more.</summary>
    public void Clear() => _items.Clear();
}
