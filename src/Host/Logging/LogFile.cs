using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Homeport.Host.Logging;

/// <summary>The log of the host: at most five files of 10 MB. Lines pass a bounded queue; when the disk is slower, lines are lost and counted, and nobody waits.</summary>
internal sealed class LogFile : IAsyncDisposable
{
    private const long MostBytes = 10_000_000;
    private const int Files = 5;
    private const int Waiting = 4096;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _writing;
    private int _lost;

    public LogFile(string folder, TimeProvider time)
    {
        (_path, _time) = (System.IO.Path.Combine(folder, "host.log"), time);
        _writing = Task.Run(WriteAsync);
    }

    public string Path => _path;

    public void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(StopPatience, _time);
        }
        catch (TimeoutException)
        {
            // The disk hangs; the host stops all the same.
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Closed when it is full and in the end.")]
    private async Task WriteAsync()
    {
        StreamWriter? writer = null;
        try
        {
            while (await _lines.Reader.WaitToReadAsync())
            {
                writer ??= Open();
                while (_lines.Reader.TryRead(out var line))
                {
                    await writer.WriteLineAsync(line);
                }

                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                {
                    await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{lost} lines were lost because the disk was too slow"));
                }

                await writer.FlushAsync();
                if (writer.BaseStream.Length >= MostBytes)
                {
                    await writer.DisposeAsync();
                    writer = null;
                    Rotate();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk must not end the host. What is worth a warning is on standard error too.
            _lines.Writer.TryComplete();
        }
        finally
        {
            if (writer is not null)
            {
                await CloseAsync(writer);
            }
        }
    }

    private static async Task CloseAsync(StreamWriter writer)
    {
        try
        {
            await writer.DisposeAsync();
        }
        catch (IOException)
        {
            // The same full disk.
        }
    }

    private StreamWriter Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new StreamWriter(_path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options);
    }

    private void Rotate()
    {
        for (var number = Files - 1; number >= 1; number--)
        {
            var older = Numbered(number);
            var newer = number == 1 ? _path : Numbered(number - 1);
            if (File.Exists(newer))
            {
                File.Move(newer, older, overwrite: true);
            }
        }
    }

    private string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");
}
