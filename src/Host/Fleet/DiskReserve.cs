using Homeport.Protocol.Fleet;

namespace Homeport.Host.Fleet;

/// <summary>How much room must be free for something new to be started: agents that meet a full disk in the middle of their work leave half of it.</summary>
internal sealed class DiskReserve(HostOptions options)
{
    private const long Least = 1L << 30;
    private const long Most = 5L << 30;

    /// <summary>As configured; else 1 GiB, or 2 % of the disk where that is more, but never more than 5 GiB.</summary>
    public long Of(DiskSpace space) => options.DiskReserve ?? Math.Clamp(space.TotalBytes / 50, Least, Most);

    public bool IsShort(DiskSpace space) => space.FreeBytes < Of(space);
}
