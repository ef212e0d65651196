namespace Homeport.Protocol.Link;

/// <summary>The agreement between host and worker.</summary>
public static class LinkProtocol
{
    /// <summary>
    /// Grows with each change that a peer of the earlier version would misread. Registration, logs and reports stay readable
    /// across versions, so that a worker of another version can end what it runs; it gets nothing new.
    /// </summary>
    public const int Version = 2;

    /// <summary>Bytes. A batch of a journal is at most a megabyte, a large tool output some more.</summary>
    public const int LongestMessage = 64 * 1024 * 1024;
}
