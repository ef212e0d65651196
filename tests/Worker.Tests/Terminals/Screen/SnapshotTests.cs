using System.Buffers;
using System.Text;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>What a snapshot must carry, one by one, compared in xterm.js.</summary>
public sealed class SnapshotTests
{
    private static readonly string[] Outputs =
    [
        "\e[1;3;4:3;58;2;1;2;3;7;9;53;38;5;200;48;2;9;8;7mstyled\e[m plain \e[2;5;8mdim\e[22;25;28m",
        "\e]8;;https://example.org/a;b\e\\one\e]8;;\e\\ \e]8;id=x;https://example.org/\e\\two\e]8;;\e\\ \e]8;id=x;https://example.org/\e\\three",
        "one two\e[1;31m three",
        "a line that is longer than the screen is wide, and wrapped\r\nanother",
        "a line of 29 and then wide: 漢字 which did not fit",
        "\e[41ma coloured background that wraps over the end of the row\e[K",
        "\e[41m\e[2J\e[3;3Hx",
        "123456789012345678901234567890",
        "123456789012345678901234567890\e[2K",
        "e\u0301 👩‍💻 ❤️ e",
        "\e[5;10r\e[?6h\e[2;2Hx",
        "\e[3;3H\e[1;32m\e(0\e7\e[m\e(B\e[5;5H",
        "\e[3g\e[4G\eH\e[9G\eH",
        "\e(0\e)A\x0E",
        "\e[?1h\e=\e[?7l\e[4h\e[?45h\e[?2004h\e[?1003h\e[?1006h\e[?1004h\e[4 q\e[?25l\e[?12h\e[20h",
        "\e[?1000h\e[?1016h\e[?9h",
        "normal\e[?1049h\e[Halternate\e[2;5r\e[3;3H",
        "normal\e[?47halternate\e[?47l back",
        "\e]2;tïtle\e\\",
        "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n10\r\n11\r\n12\r\n13\r\n14\e[2;1H",
        "\e[1\"qprotected\e[0\"q open\e[?K",
        "in a sequence \e[3",
        "in a title \e]0;half",
        "in a character \u6f22",
    ];

    [Fact]
    public async Task A_viewer_gets_all_of_it()
    {
        var cases = Outputs.Select(output => Case(Encoding.UTF8.GetBytes(output)))
            .Append(Case([.. Encoding.UTF8.GetBytes("in a character \u6f22")[..^1]])).ToArray();
        var results = await XtermPeer.CompareAsync(cases, TestContext.Current.CancellationToken);
        Assert.All(results, result => Assert.Equal("", result.Difference + result.Broken));
    }

    private static PeerCase Case(byte[] output)
    {
        var screen = new TerminalScreen(30, 12);
        screen.Write(output);
        var snapshot = new ArrayBufferWriter<byte>();
        screen.WriteSnapshot(snapshot);
        return new PeerCase(
            new PeerTerminal(30, 12, 1000, [new PeerStep(output)]),
            new PeerTerminal(30, 12, 1000, [new PeerStep(snapshot.WrittenSpan.ToArray())]),
            ComparesLinks: true);
    }
}
