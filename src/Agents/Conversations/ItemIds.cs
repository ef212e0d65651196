namespace Homeport.Agents.Conversations;

/// <summary>
/// Ids of items, by the agent's own ids. Ours are new each time, because an agent may use one of its ids again:
/// in a later turn, or after its session was loaded anew.
/// </summary>
internal sealed class ItemIds(Func<string?, string> create)
{
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);

    /// <summary>Each a new UUIDv7.</summary>
    public ItemIds(TimeProvider time)
        : this(_ => Guid.CreateVersion7(time.GetUtcNow()).ToString())
    {
    }

    /// <summary>For something that the agent gives no id.</summary>
    public string Create() => create(null);

    /// <summary>The item of a native id: the one it has, or a new one.</summary>
    public string For(string nativeId) => _items.TryGetValue(nativeId, out var item) ? item : Renew(nativeId);

    /// <summary>The item of a native id, if it has one.</summary>
    public string? Find(string? nativeId) => nativeId is not null && _items.TryGetValue(nativeId, out var item) ? item : null;

    /// <summary>A new item for a native id; what was there is left as it is.</summary>
    public string Renew(string nativeId) => _items[nativeId] = create(nativeId);

    /// <summary>The native ids so far mean nothing any more.</summary>
    public void Clear() => _items.Clear();
}
