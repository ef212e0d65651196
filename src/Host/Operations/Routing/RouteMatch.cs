using System.Runtime.CompilerServices;

namespace Homeport.Host.Operations.Routing;

/// <summary>What a path leads to.</summary>
internal struct RouteMatch(string path)
{
    public const int MaxValues = 4;

    private Ranges _values;
    private int _count;

    /// <summary>What answers; null where nothing does.</summary>
    public RestEndpoint? Endpoint { get; set; }

    /// <summary>Everything at this path, for the methods that would be allowed.</summary>
    public RestEndpoint[] Endpoints { get; set; } = [];

    /// <summary>The value of the path's parameter at this place.</summary>
    public readonly string Value(int index) => Uri.UnescapeDataString(path[_values[index]]);

    internal void Add(Range value) => _values[_count++] = value;

    [InlineArray(MaxValues)]
    private struct Ranges
    {
        private Range _first;
    }
}
