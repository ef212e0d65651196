using System.Text;

namespace Homeport.Platform.Supervision;

/// <summary>Reads the output file of a program that writes it without us.</summary>
internal static class OutputTail
{
    private const long MostBytes = 10_000_000;
    private const int LastBytes = 8 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Sets a large file aside, so that it does not grow for ever, and says where a new run begins.</summary>
    public static long PrepareFor(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length < MostBytes)
        {
            return file.Exists ? file.Length : 0;
        }

        File.Move(path, path + ".1", overwrite: true);
        return 0;
    }

    /// <summary>Gives each line from there on, and those that come, until cancelled.</summary>
    public static async Task FollowAsync(string path, long from, LineTaker taker, TimeProvider time, CancellationToken cancellationToken)
    {
        var cutter = new LineCutter(taker);
        var buffer = new byte[16 * 1024];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = Math.Min(from, file.Length);
        while (true)
        {
            var count = await file.ReadAsync(buffer, cancellationToken);
            cutter.Feed(buffer.AsSpan(0, count));
            if (count == 0)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>The last lines of the run that began there; none when the file cannot be read.</summary>
    public static IReadOnlyList<string> Last(string path, long from, int lines)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = Math.Max(Math.Min(from, file.Length), file.Length - LastBytes);
            var bytes = new byte[LastBytes];
            var count = file.ReadAtLeast(bytes, LastBytes, throwOnEndOfStream: false);
            var all = Encoding.UTF8.GetString(bytes, 0, count).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return all[Math.Max(0, all.Length - lines)..];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
