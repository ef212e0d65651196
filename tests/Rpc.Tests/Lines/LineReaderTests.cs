using System.Diagnostics;
using System.Text;
using Homeport.Rpc.Lines;

namespace Homeport.Rpc.Tests.Lines;

public sealed class LineReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("\n\n", "", "")]
    [InlineData("a\r\nb\n", "a\r", "b")]
    [InlineData("zwölf\n€\n", "zwölf", "€")]
    public async Task A_stream_is_cut_at_newlines_however_it_arrives(string text, params string[] expected)
    {
        foreach (var chunk in new[] { 1, 2, 3, 4096 })
        {
            Assert.Equal(expected, await ReadAllAsync(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk), LineReader.DefaultMaxLength));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(65536)]
    [InlineData(1 << 20)]
    public async Task Random_lines_come_out_as_they_went_in(int chunk)
    {
        var random = new Random(chunk);
        var lines = Enumerable.Range(0, 300).Select(_ => new string((char)random.Next('a', 'z'), random.Next(0, random.Next(1, 50_000)))).ToArray();
        var stream = new ChunkedStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), chunk);

        Assert.Equal(lines, await ReadAllAsync(stream, LineReader.DefaultMaxLength));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task A_too_long_line_is_one_item_with_its_length_and_beginning(int chunk)
    {
        var text = $"before\n{new string('x', 9999)}\n{new string('y', 10_000)}\n{new string('z', 10_001)}\nafter\n{new string('e', 70_000)}";
        var reader = new LineReader(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk), maxLength: 10_000);

        var seen = new List<(char First, int Kept, long Length, bool TooLong)>();
        while (await reader.ReadAsync(Cancellation) is { } line)
        {
            Assert.True(line.Length < 10 || !line.Bytes.Span.ContainsAnyExcept(line.Bytes.Span[0]));
            seen.Add(((char)line.Bytes.Span[0], line.Bytes.Length, line.Length, line.TooLong));
        }

        Assert.Equal(
            [('b', 6, 6, false), ('x', 9999, 9999, false), ('y', 10_000, 10_000, false), ('z', 4096, 10_001, true), ('a', 5, 5, false), ('e', 4096, 70_000, true)],
            seen);
    }

    [Fact]
    public async Task A_hundred_megabytes_without_newline_cost_no_more_than_the_limit()
    {
        const int Length = 100 * 1024 * 1024;
        var reader = new LineReader(new RepeatingStream(Length));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var line = (await reader.ReadAsync(Cancellation))!.Value;

        var spent = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((true, Length, 4096), (line.TooLong, line.Length, line.Bytes.Length));
        Assert.Null(await reader.ReadAsync(Cancellation));
        Assert.InRange(spent, 0, 3 * LineReader.DefaultMaxLength); // the doubling on the way to it
    }

    [Fact]
    public async Task Lines_cost_no_allocation()
    {
        var cancellation = Cancellation;
        var reader = new LineReader(new RepeatingStream(20_001_000, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 999) + "\n", 100)))));
        await reader.ReadAsync(cancellation);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var total = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            total += (await reader.ReadAsync(cancellation))!.Value.Length;
        }

        Assert.Equal(20_000 * 999, total);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000); // refills only, which allocate in a debug build
    }

    [Fact]
    public async Task Reading_is_far_faster_than_any_agent_writes()
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 1999) + "\n", 500)));
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            await CountAsync(new LineReader(new RepeatingStream(50_000_000, block)));
        }

        var clock = Stopwatch.StartNew();
        var lines = await CountAsync(new LineReader(new RepeatingStream(200_000_000, block)));

        TestContext.Current.TestOutputHelper?.WriteLine($"{200 / clock.Elapsed.TotalSeconds:0} MB/s");
        Assert.Equal(100_000, lines);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2); // 100 MB/s; generous, as the machine is shared
    }

    private static async Task<int> CountAsync(LineReader reader)
    {
        var count = 0;
        while (await reader.ReadAsync(Cancellation) is not null)
        {
            count++;
        }

        return count;
    }

    private static async Task<string[]> ReadAllAsync(Stream stream, int maxLength)
    {
        var reader = new LineReader(stream, maxLength);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation) is { } line)
        {
            Assert.False(line.TooLong);
            Assert.Equal(line.Bytes.Length, line.Length);
            lines.Add(Encoding.UTF8.GetString(line.Bytes.Span));
        }

        Assert.Null(await reader.ReadAsync(Cancellation));
        return [.. lines];
    }
}
