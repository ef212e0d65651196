namespace Homeport.Protocol.Browse;

/// <summary>The folders under which browsing is allowed.</summary>
public sealed record ListBrowseRootsResponse
{
    public required IReadOnlyList<string> Items { get; init; }
}
