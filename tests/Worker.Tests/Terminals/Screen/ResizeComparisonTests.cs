using System.Buffers;
using System.Text;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>Lines such as a shell prints, in windows that keep changing, against the real xterm.js.</summary>
public sealed class ResizeComparisonTests
{
    private const int Scrollback = 4000;

    private static readonly string[] Words =
    [
        "a", "hello ", "the quick brown fox ", "漢字", "カタカナ ", "é", "🙂", "0123456789", "  ", "│─┼", "\e[31m", "\e[m", "\e[44m",
        "\e[K", "\r\n", "\r\n", "\r\n$ ", "\r\n\r\n", "\t", "\b",
    ];

    [Fact]
    public async Task Text_is_the_same_after_any_number_of_sizes()
    {
        var cases = Enumerable.Range(0, 300).Select(seed => Play(new Random(seed))).ToArray();
        var results = await XtermPeer.CompareAsync(cases, TestContext.Current.CancellationToken);
        Assert.All(results, result => Assert.Equal("", result.Difference + result.Broken));
    }

    private static PeerCase Play(Random random)
    {
        var (columns, rows) = Size(random);
        var screen = new TerminalScreen(columns, rows, Scrollback);
        List<PeerStep> steps = [];
        for (var round = 0; round < 6; round++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 80)).Select(_ => Words[random.Next(Words.Length)])));
            screen.Write(text);
            var size = Size(random);
            screen.Resize(size.Columns, size.Rows);
            steps.AddRange(new PeerStep(text), new PeerStep(null, size.Columns, size.Rows));
        }

        var snapshot = new ArrayBufferWriter<byte>();
        screen.WriteSnapshot(snapshot);
        return new PeerCase(
            new PeerTerminal(columns, rows, Scrollback, steps),
            new PeerTerminal(screen.Columns, screen.Rows, Scrollback, [new PeerStep(snapshot.WrittenSpan.ToArray())]));
    }

    private static (int Columns, int Rows) Size(Random random) => (random.Next(2, 60), random.Next(2, 20));
}
