using Homeport.Agents.Past;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Import;

/// <summary>Where one agent keeps its sessions on this machine. It is only ever read.</summary>
internal interface IPastStore
{
    string Kind { get; }

    /// <summary>What lies there, unordered. A store that is not there is empty.</summary>
    void Find(List<PastSessionFile> files, List<PastSessionProblem> problems, CancellationToken cancellationToken);

    /// <summary>A session of it, opened for reading.</summary>
    /// <param name="path">As it was found.</param>
    /// <exception cref="WorkerRefusedException">There is none, or it may not be read.</exception>
    IPastEntries Open(string path);
}

/// <summary>One session that is being read: its entries by their places, which grow.</summary>
internal interface IPastEntries : IDisposable
{
    IPastRecord Record { get; }

    /// <summary>By where it lies.</summary>
    string NativeSessionId { get; }

    long Size { get; }
    long Stamp { get; }

    /// <summary>Just after the last entry.</summary>
    long End { get; }

    /// <summary>Whether something was read until here and can be read on.</summary>
    bool IsBoundary(long place);

    /// <summary>Entry after entry. Each is valid until the next one is asked for.</summary>
    IEnumerable<PastEntry> From(long place, long end);

    /// <summary>The places of the entries before this one, the last first.</summary>
    IEnumerable<long> PlacesBefore(long place);
}
