using System.Globalization;
using Homeport.Platform.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Worker.Journal;

/// <summary>
/// The files at the end of which a journal is written. A disk that takes nothing is tried again, ever more rarely; what a failed
/// write left is cut off first. Used by one loop.
/// </summary>
internal sealed partial class SegmentFiles(
    JournalFolder folder, JournalPosition end, JournalOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private SafeFileHandle? _file;
    private long _syncedAt = time.GetTimestamp();

    /// <summary>Behind the last whole line.</summary>
    public JournalPosition End { get; private set; } = end;

    /// <summary>A loss of power could still take what was written last.</summary>
    public bool IsUnsynced { get; private set; }

    public bool SyncIsDue => IsUnsynced && time.GetElapsedTime(_syncedAt) >= options.SyncAfter;

    /// <summary>One write for all lines.</summary>
    /// <returns>What to tell the session if the disk took it only after some time.</returns>
    public Task<string?> WriteAsync(LineBuffer lines, CancellationToken cancellationToken) => InsistAsync(
        async () =>
        {
            await OpenAsync(cancellationToken);
            RandomAccess.Write(_file!, lines.Written, End.Offset);
            End = End with { Offset = End.Offset + lines.Length };
            (_syncedAt, IsUnsynced) = (IsUnsynced ? _syncedAt : time.GetTimestamp(), true);
        },
        cancellationToken);

    /// <summary>What was written is on the disk when this returns.</summary>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        if (_file is { } file && IsUnsynced)
        {
            await InsistAsync(
                () =>
                {
                    RandomAccess.FlushToDisk(file);
                    return Task.CompletedTask;
                },
                cancellationToken);
            IsUnsynced = false;
        }
    }

    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The file to write to: the next one when the last is long enough.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_file is not null && End.Offset < options.SegmentBytes)
        {
            return;
        }

        if (_file is null)
        {
            await folder.CreateAsync(cancellationToken);
            _file = folder.OpenToWrite(End.Segment);
        }
        else
        {
            RandomAccess.FlushToDisk(_file); // what lies before the last file is whole on disk
            var full = _file;
            _file = folder.OpenToWrite(End.Segment + 1);
            full.Dispose();
            End = new JournalPosition(End.Segment + 1, 0);
        }

        AtomicFile.SyncFolder(folder.Path);
    }

    private async Task<string?> InsistAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        (long Since, string Reason)? stalled = null;
        var wait = options.DiskWait.First;
        while (true)
        {
            try
            {
                await write();
                return stalled is { } over ? Resumed(over.Since, over.Reason) : null;
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                if (stalled is null)
                {
                    stalled = (time.GetTimestamp(), full.Message);
                    LogStalled(folder.Path, full.Message);
                }

                CutOff();
            }

            await Task.Delay(wait, time, cancellationToken);
            wait = wait * 2 < options.DiskWait.Longest ? wait * 2 : options.DiskWait.Longest;
        }
    }

    /// <summary>A write that failed may have left a part of a line.</summary>
    private void CutOff()
    {
        try
        {
            if (_file is not null && RandomAccess.GetLength(_file) > End.Offset)
            {
                RandomAccess.SetLength(_file, End.Offset);
            }
        }
        catch (IOException)
        {
            // The next write goes to the same place.
        }
    }

    private string Resumed(long since, string reason)
    {
        var seconds = time.GetElapsedTime(since).TotalSeconds;
        LogResumed(folder.Path, seconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The agent had to wait {seconds:0.#} s because its journal could not be written: {reason}");
    }

    [LoggerMessage(LogLevel.Error, "The journal {Folder} cannot be written, its session waits: {Reason}")]
    private partial void LogStalled(string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "The journal {Folder} can be written again after {Seconds} s")]
    private partial void LogResumed(string folder, double seconds);
}
