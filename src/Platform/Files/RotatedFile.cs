using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Homeport.Platform.Files;

/// <summary>
/// A log of lines in a few files of bounded size. Whoever writes never waits for the disk: lines lie in a bounded buffer
/// until they are written; when the disk is slower or full, lines are lost and counted, and the log says how many once it can.
/// </summary>
public sealed class RotatedFile : IAsyncDisposable
{
    private const int SmallestBuffer = 4096;
    private const int NoticeBytes = 80;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly RotationLimits _limits;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _more = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Task _writing;
    private byte[] _waiting = new byte[SmallestBuffer]; // these five under _gate
    private byte[] _spare = new byte[SmallestBuffer];
    private int _filled;
    private int _lines;
    private long _lost;
    private FileStream? _file; // these two of the writing task
    private long? _failedAt;

    /// <param name="path">In an existing folder; each file is made with mode 0600.</param>
    /// <param name="limits">How large.</param>
    /// <param name="time">For the pause after a full disk and the patience at the end.</param>
    public RotatedFile(string path, RotationLimits limits, TimeProvider time)
    {
        (_path, _limits, _time) = (System.IO.Path.GetFullPath(path), limits, time);
        _writing = Task.Run(WriteAsync);
    }

    public string Path => _path;

    /// <summary>Lines that were lost and that the file does not tell of yet.</summary>
    public long Lost
    {
        get
        {
            lock (_gate)
            {
                return _lost;
            }
        }
    }

    public void Write(string line)
    {
        var length = Encoding.UTF8.GetMaxByteCount(line.Length);
        if (length <= 1024)
        {
            Span<byte> bytes = stackalloc byte[length];
            Write(bytes[..Encoding.UTF8.GetBytes(line, bytes)]);
        }
        else
        {
            Write(Encoding.UTF8.GetBytes(line));
        }
    }

    /// <param name="line">UTF-8, without the newline.</param>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            if (!MakeRoom(line.Length + 1))
            {
                _lost++;
                return;
            }

            line.CopyTo(_waiting.AsSpan(_filled));
            _waiting[_filled + line.Length] = (byte)'\n';
            _filled += line.Length + 1;
            _lines++;
        }

        _more.Writer.TryWrite(true);
    }

    /// <summary>Writes what waits, within two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _more.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(StopPatience, _time);
        }
        catch (TimeoutException)
        {
            // The disk hangs; we stop all the same.
        }
    }

    private bool MakeRoom(int length)
    {
        var needed = _filled + length;
        var most = (int)Math.Min(_limits.WaitingBytes, _limits.FileBytes - NoticeBytes);
        if (needed > most)
        {
            return false;
        }

        if (needed > _waiting.Length)
        {
            Array.Resize(ref _waiting, (int)Math.Min(most, Math.Max(needed, _waiting.Length * 2L)));
        }

        return true;
    }

    private async Task WriteAsync()
    {
        while (await _more.Reader.WaitToReadAsync())
        {
            _more.Reader.TryRead(out _);
            await WriteWaitingAsync();
        }

        await WriteWaitingAsync();
        await CloseAsync();
    }

    private async Task WriteWaitingAsync()
    {
        while (Take(out var lines, out var lost) is { Length: > 0 } batch)
        {
            var isPause = _failedAt is { } failed && _time.GetElapsedTime(failed) < RetryPause && !_more.Reader.Completion.IsCompleted;
            if (isPause || !await TryWriteAsync(batch, lost))
            {
                Lose(lines + lost);
            }
        }
    }

    /// <summary>The filled buffer; the other one is filled from now on, so what is returned is read until the next call.</summary>
    private ReadOnlyMemory<byte> Take(out int lines, out long lost)
    {
        lock (_gate)
        {
            var taken = _waiting.AsMemory(0, _filled);
            (lines, lost) = (_lines, _lines > 0 ? _lost : 0);
            if (lines > 0)
            {
                (_waiting, _spare) = (_spare, _waiting);
                (_filled, _lines, _lost) = (0, 0, 0);
            }

            return taken;
        }
    }

    private void Lose(long lines)
    {
        lock (_gate)
        {
            _lost += lines;
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Closed when it is full, has failed, and in the end.")]
    private async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> batch, long lost)
    {
        // After a full disk the last line may be half there, so the notice begins a new one.
        var notice = lost == 0 ? [] : Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{(_failedAt is null ? "" : "\n")}{lost} lines were lost because the disk was too slow or full\n"));
        var coming = notice.Length + batch.Length;
        try
        {
            if (_file is not null && _file.Length + coming > _limits.FileBytes)
            {
                await CloseAsync();
            }

            if (_file is null)
            {
                Rotate(coming);
                _file = Open();
            }

            await _file.WriteAsync(notice);
            await _file.WriteAsync(batch);
            _failedAt = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk must end nobody. It is tried again later.
            _failedAt = _time.GetTimestamp();
            await CloseAsync();
            return false;
        }
    }

    private async Task CloseAsync()
    {
        var file = _file;
        _file = null;
        try
        {
            await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (IOException)
        {
            // The same full disk.
        }
    }

    private FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(_path, options);
    }

    private void Rotate(int coming)
    {
        if (new FileInfo(_path) is not { Exists: true } current || current.Length + coming <= _limits.FileBytes)
        {
            return;
        }

        for (var number = _limits.Files - 1; number >= 1; number--)
        {
            var newer = number == 1 ? _path : Numbered(number - 1);
            if (File.Exists(newer))
            {
                File.Move(newer, Numbered(number), overwrite: true);
            }
        }
    }

    private string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");
}
