using System.Diagnostics;
using Homeport.Protocol.Events;
using Homeport.Worker.Journal;

namespace Homeport.Worker.Tests.Journal;

/// <summary>A disk without room: the agent waits, nothing that was written is damaged, and it goes on when there is room.</summary>
public sealed class FullDiskTests : JournalTest
{
    [Fact]
    public async Task Writing_waits_for_room_and_says_so()
    {
        var disk = Directory.CreateDirectory(Folder("w")).FullName;
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk),
            "Only root on Linux can mount a small disk.");
        try
        {
            var ballast = Path.Combine(disk, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[512 * 1024], Cancelled);
            var options = new JournalOptions
            {
                MostPendingBytes = 20_000,
                SegmentBytes = 100_000,
                DiskWait = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)),
            };
            Host.Close();
            await using (var worker = Worker("w", options))
            {
                var journal = worker.Begin("task", "session");
                await journal.BeginTurnAsync(Turn, 7, Cancelled);
                var speaking = Task.Run(() => SpeakAsync(journal, 4_500), Cancelled);
                await Log.Lines.FindAsync(line => line.Contains("its session waits", StringComparison.Ordinal), Cancelled).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
                Assert.False(speaking.IsCompleted);

                File.Delete(ballast);
                await speaking.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
                await journal.ReportAsync(Report());
                Host.Open();
                await journal.WhenSettledAsync(Cancelled);
            }

            AssertAll(4_500);
            var notice = Host.Entries.Single(entry => entry.Kind == EventKinds.Notice);
            Assert.Equal("disk_full", notice.Payload.GetProperty("code").GetString());
            Assert.Contains("No space left", notice.Payload.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Single(Host.Reports);
            Assert.Single(Log.Lines.All, line => line.Contains("its session waits", StringComparison.Ordinal)); // once, not for each attempt
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    private static async Task<bool> RunAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}
