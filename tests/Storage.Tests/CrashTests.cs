using System.Diagnostics;
using System.Globalization;
using Homeport.Storage.Events;
using Homeport.Storage.Sqlite;

namespace Homeport.Storage.Tests;

/// <summary>What kill -9 in the middle of writing may and may not cost.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("homeport-crash-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(1500)]
    public async Task Nothing_acknowledged_is_missing_after_a_kill(int acknowledgements)
    {
        var path = Path.Combine(_folder.FullName, "store.db");

        var acknowledged = await WriteUntilKilledAsync(path, acknowledgements);

        await using var database = await SqliteDatabase.OpenAsync(
            path, [CrashWriter.Numbers], TimeProvider.System, Cancelled);
        var stored = await database.ReadAsync(scope =>
        {
            Assert.Equal("ok", scope.QuerySingle("PRAGMA integrity_check", row => row.Text(0)));
            return scope.Query("SELECT writer, number FROM numbers", row => (row.Int32(0), row.Int32(1))).ToHashSet();
        }, Cancelled);
        Assert.True(acknowledged.Count >= acknowledgements);
        Assert.Subset(stored, acknowledged);

        // Each work is whole: as many events as rows, and no hole in their sequence.
        var head = await database.Events.HeadAsync("personal", Cancelled);
        var sequences = await database.ReadAsync(
            scope => scope.Query("SELECT sequence FROM session_events ORDER BY sequence", row => row.Int64(0)), Cancelled);
        Assert.Equal(stored.Count, head);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), sequences);
        Assert.Equal(head + 1, await database.WriteAsync(
            scope => scope.AppendEvent(new EventDraft("personal", "notice", "{}")), Cancelled));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<HashSet<(int, int)>> WriteUntilKilledAsync(string path, int acknowledgements)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [CrashWriter.Argument, path]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(CrashTests).Assembly.Location);
        }

        using var writer = Process.Start(start)!;
        var acknowledged = new HashSet<(int, int)>();
        try
        {
            while (await writer.StandardOutput.ReadLineAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancelled) is { } line)
            {
                var words = line.Split(' ');
                if (words.Length == 2 && !line.EndsWith(' '))
                {
                    acknowledged.Add((int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture)));
                }

                if (acknowledged.Count == acknowledgements)
                {
                    writer.Kill();
                }
            }
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }

        return acknowledged;
    }
}
