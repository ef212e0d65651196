using System.Diagnostics;
using System.Text;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;
using Homeport.Testing;

namespace Homeport.Platform.Tests.Supervision;

[Collection(nameof(Alone))]
public sealed class OutputTests
{
    [Fact]
    public void Lines_are_the_same_however_they_arrive()
    {
        var text = Encoding.UTF8.GetBytes("one\r\n\ntwo\nzwölf €\n" + new string('x', 5000) + "\nend");
        string[] expected = ["one", "", "two", "zwölf €", new string('x', 5000), "end"];
        foreach (var portion in (int[])[1, 2, 3, 7, 4096, text.Length])
        {
            var lines = Cut(text.Chunk(portion));

            Assert.Equal(expected, lines.Select(line => line.Text));
            Assert.All(lines, line => Assert.True(line.IsWhole));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ö")]
    [InlineData("€")]
    [InlineData("😀")]
    public void A_line_without_end_is_cut_between_characters(string character)
    {
        var text = Encoding.UTF8.GetBytes("a" + string.Concat(Enumerable.Repeat(character, 40_000)));
        foreach (var portion in (int[])[1000, 16 * 1024, text.Length])
        {
            var lines = Cut(text.Chunk(portion));

            Assert.Equal(Encoding.UTF8.GetString(text), string.Concat(lines.Select(line => line.Text)));
            Assert.DoesNotContain(lines, line => line.Text.Contains('�', StringComparison.Ordinal));
            Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line.Text), 1, LineCutter.LongestPiece));
            Assert.Equal(lines.Count - 1, lines.Count(line => !line.IsWhole));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_cut_all_the_same()
    {
        var random = new Random(3);
        var bytes = new byte[100_000];
        random.NextBytes(bytes);
        bytes.AsSpan().Replace((byte)'\n', (byte)0x80);
        bytes.AsSpan().Replace((byte)'\r', (byte)0x80);
        var count = 0;
        var cutter = new LineCutter((line, _) => count += line.Length);

        cutter.Feed(bytes);
        cutter.End();

        Assert.Equal(bytes.Length, count);
    }

    [Fact]
    public void The_ring_keeps_the_last_within_its_bounds()
    {
        var ring = new LogRing(new LogRingLimits(Bytes: 1000, Lines: 20), new ManualTime());
        var random = new Random(5);
        var all = new List<string>();
        for (var i = 0; i < 2000; i++)
        {
            var text = $"{i}:" + new string((char)('a' + (i % 26)), random.Next(0, 120));
            all.Add(text);
            ring.Add(i % 3 == 0 ? LogSource.Error : LogSource.Output, Encoding.UTF8.GetBytes(text), isWhole: true);

            var kept = ring.Read(0, int.MaxValue);
            Assert.Equal(all.TakeLast(kept.Count), kept.Select(line => line.Text));
            Assert.InRange(kept.Sum(line => line.Text.Length), 0, 1000);
            Assert.InRange(kept.Count, Math.Min(i + 1, 8), 20);
            Assert.Equal(i + 1, kept[^1].Number);
        }

        Assert.Equal(["1998:", "1999:"], ring.Read(1999, 10).Select(line => line.Text[..5]));
        Assert.Equal(all[1998], Assert.Single(ring.Tail(LogSource.Error, 1)));
        Assert.Equal(2, ring.Read(0, 2).Count);
        Assert.Empty(ring.Read(2001, 10));
    }

    [Fact]
    public void A_line_larger_than_the_ring_is_shortened()
    {
        var ring = new LogRing(new LogRingLimits(Bytes: 10, Lines: 5), new ManualTime());

        ring.Note("0123456789abc");
        ring.Note("");
        ring.Note("xy");

        Assert.Equal(["", "xy"], ring.Read(0, 10).Select(line => line.Text));
    }

    [Fact]
    public async Task A_line_without_end_blocks_nobody()
    {
        await using var process = Supervised.Begin(Supervised.Shell("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo done; sleep 600"));
        process.Start();

        await process.Log.UntilLineAsync(line => line.Text == "done");

        Assert.Contains(process.Log.Read(0, int.MaxValue), line => line is { IsWhole: false, Text.Length: LineCutter.LongestPiece });
    }

    [Fact]
    public async Task A_gigabyte_of_output_stays_out_of_memory_and_holds_up_nobody()
    {
        using var folder = new TemporaryFolder();
        await using var process = Supervised.Begin(
            Supervised.Shell("yes 'a line of the usual length that a server may write for each request it gets' | head -c 1000000000; echo; echo done; sleep 600") with
            {
                OutputFile = folder["out.log"],
                OutputLimits = new RotationLimits { FileBytes = 1_000_000 },
            });
        GC.Collect();
        var before = Environment.WorkingSet;
        var clock = Stopwatch.StartNew();
        process.Start();

        await process.Log.UntilLineAsync(line => line.Text == "done");
        var elapsed = clock.Elapsed;

        TestContext.Current.TestOutputHelper!.WriteLine($"{elapsed.TotalSeconds:0.0} s, {(Environment.WorkingSet - before) / 1_000_000} MB more");
        Assert.InRange(elapsed.TotalSeconds, 0, 60);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 60_000_000);
        await process.DisposeAsync();
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.InRange(new FileInfo(file).Length, 1, 1_000_000));
        Assert.InRange(Directory.GetFiles(folder.Path).Length, 2, 5);
    }

    [Fact]
    public async Task A_full_disk_loses_lines_but_not_the_program()
    {
        using var folder = new TemporaryFolder();
        if (!(await RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path)).Exit.IsSuccess)
        {
            Assert.Skip("This test mounts a small file system, which needs the right to.");
        }

        try
        {
            File.WriteAllBytes(folder["ballast"], new byte[60 * 1024]);
            await using var process = Supervised.Begin(
                Supervised.Shell("i=0; while [ $i -lt 2000 ]; do echo \"line $i of many, many lines\"; i=$((i+1)); done; echo full; while :; do echo more; sleep 0.05; done") with
                { OutputFile = folder["out.log"] });
            await process.StartAsync(Start.Cancellation);

            await process.Log.UntilLineAsync(line => line.Text == "full");
            Assert.Equal(SupervisionState.Running, process.Status.State);
            await Supervised.UntilAsync(() => process.LostLines > 0);
            File.Delete(folder["ballast"]);
            await Supervised.UntilAsync(() => File.ReadAllText(folder["out.log"]).Contains("were lost because the disk", StringComparison.Ordinal));

            Assert.EndsWith("more\n", File.ReadAllText(folder["out.log"]), StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", folder.Path);
        }
    }

    private static List<(string Text, bool IsWhole)> Cut(IEnumerable<byte[]> portions)
    {
        var lines = new List<(string, bool)>();
        var cutter = new LineCutter((line, isWhole) => lines.Add((Encoding.UTF8.GetString(line), isWhole)));
        foreach (var portion in portions)
        {
            cutter.Feed(portion);
        }

        cutter.End();
        return lines;
    }

    private static Task<CommandResult> RunAsync(string program, params string[] arguments) => Start.RunAsync(Start.Program(program, arguments));
}
