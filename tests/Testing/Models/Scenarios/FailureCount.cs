using System.Collections.Concurrent;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>The only memory of the server: how often a directive with <c>times=</c> has failed.</summary>
internal sealed class FailureCount
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>True for the first <c>times</c> requests of this directive; always, without <c>times</c>.</summary>
    public bool FailsNow(Directive directive) =>
        directive.Text("times") is null ||
        _seen.AddOrUpdate(directive.Key, 1, (_, seen) => seen + 1) <= directive.Number("times", 0);

    public void Clear() => _seen.Clear();
}
