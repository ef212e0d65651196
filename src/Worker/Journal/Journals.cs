using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Homeport.Protocol.Link;
using Homeport.Worker.Runs;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Journal;

/// <summary>
/// The journals of this worker: of sessions that live, of sessions that are over and not sent in full, and of workers that died.
/// Owns them.
/// </summary>
/// <param name="path">The folder in which each has one of its own.</param>
/// <param name="host">Gets what they hold.</param>
/// <param name="options">The bounds of each.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For the operator.</param>
internal sealed partial class Journals(string path, IHostCalls host, JournalOptions options, TimeProvider time, ILogger<Journals> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SessionJournal> _open = new(StringComparer.Ordinal);

    /// <summary>Everything that was written has reached the host.</summary>
    public bool IsSettled => Living.All(journal => journal.IsSettled);

    /// <summary>The turns that run or are still to be reported, also those of workers that died.</summary>
    public IReadOnlyList<HeldTurn> Turns => [.. Living.SelectMany(journal => journal.Turns)];

    /// <summary>Nothing is left for a next worker.</summary>
    public bool HasLeftNothing => !Directory.Exists(path) || !Directory.EnumerateDirectories(path).Any();

    private IEnumerable<SessionJournal> Living
    {
        get
        {
            foreach (var (id, journal) in _open)
            {
                if (journal.Over.IsCompleted)
                {
                    _open.TryRemove(id, out _);
                }
                else
                {
                    yield return journal;
                }
            }
        }
    }

    /// <summary>A new journal; its files appear with the first thing that is written.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "It is kept.")]
    public SessionJournal Begin(string taskId, string sessionId) => Keep(new SessionJournal(
        JournalFolder.New(path, taskId, sessionId, Guid.CreateVersion7(time.GetUtcNow()).ToString()),
        JournalStart.OfNew, JournalEnd.OfNew, host, options, time, logger));

    /// <summary>The journal of a worker that died: what it still holds is sent, and the end of its turns.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "It is kept.")]
    public void Resume(string folder)
    {
        var found = JournalFolder.Open(folder);
        var scan = JournalScan.Read(found);
        LogResumed(folder, scan.Open.Count);
        if (scan.CutOff > 0)
        {
            LogCutOff(folder, scan.CutOff);
        }

        if (scan.Damaged > 0)
        {
            LogDamaged(folder, scan.Damaged);
        }

        Keep(new SessionJournal(found, scan.Start, scan.End, host, options, time, logger)).Conclude(scan);
    }

    /// <summary>Gives what is not sent a last moment, then leaves it to the next worker.</summary>
    public async ValueTask DisposeAsync()
    {
        var left = Living.ToArray();
        foreach (var journal in left)
        {
            journal.Complete();
        }

        try
        {
            await Task.WhenAll(left.Select(journal => journal.Over)).WaitAsync(LastWordsPatience, time);
        }
        catch (TimeoutException)
        {
            LogLeft(path);
        }

        await Task.WhenAll(left.Select(journal => journal.DisposeAsync().AsTask()));
    }

    private SessionJournal Keep(SessionJournal journal)
    {
        _open[journal.Id] = journal;
        return journal;
    }

    [LoggerMessage(LogLevel.Information, "Journal {Folder} of an earlier worker is sent; {Count} turns were interrupted")]
    private partial void LogResumed(string folder, int count);

    [LoggerMessage(LogLevel.Warning, "Journal {Folder} ended in {Count} bytes of a line that was not written in full; they are cut off")]
    private partial void LogCutOff(string folder, long count);

    [LoggerMessage(LogLevel.Error, "Journal {Folder} is damaged: {Count} bytes in its middle could not be read")]
    private partial void LogDamaged(string folder, long count);

    [LoggerMessage(LogLevel.Warning, "The host has not taken all journals; what is left in {Folder} is sent by the next worker")]
    private partial void LogLeft(string folder);
}
