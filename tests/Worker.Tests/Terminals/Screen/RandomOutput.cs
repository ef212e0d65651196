using System.Globalization;
using System.Text;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>Output such as no program writes: everything a terminal knows, in any order. The same seed gives the same.</summary>
/// <param name="resizes">Without marks that join: wrapping anew, xterm.js mixes up those of cells in one column.</param>
internal sealed class RandomOutput(int seed, int columns, int rows, bool resizes = false)
{
    /// <summary>Goes before a cursor is saved or restored: what becomes of an open link or an underline then is xterm.js's secret.</summary>
    private const string Plain = "\e]8;;\e\\\e[24m";

    private static readonly string[] Words =
        ["a", "hello ", "the quick brown fox ", "漢字", "カタカナ ", "é", "🙂", "→", "ｗ", "한글 ", "0123456789", "  ", "│─┼", "e\u0301", "👩‍💻 ", "❤️", "\u200b"];

    private const int WordsWithMarks = 4;

    private static readonly string[] Styles =
    [
        "", "0", "1", "2", "3", "4", "4:3", "4:2", "21", "24", "5", "7", "8", "9", "22", "23", "27", "29", "53", "55", "31", "92", "39",
        "44", "103", "49", "38;5;200", "48;5;17", "38;2;1;2;3", "48;2;250;128;1", "38:5:99", "38:2::9:8:7", "58;5;9", "58;2;4;5;6",
        "1;31;44", "0;7", "4;58:2::1:2:3",
    ];

    private readonly Random _random = new(seed);

    public string Next() => _random.Next(100) switch
    {
        < 34 => Text(),
        < 46 => "\r\n",
        < 56 => $"\e[{Pick(Styles)}m",
        < 66 => Move(),
        < 76 => Edit(),
        < 80 => Region(),
        < 90 => Mode(),
        < 95 => String(),
        _ => Odd(),
    };

    private string Text()
    {
        var text = new StringBuilder();
        for (var left = _random.Next(1, 12); left > 0; left--)
        {
            text.Append(Words[_random.Next(Words.Length - (resizes ? WordsWithMarks : 0))]);
        }

        return text.ToString();
    }

    private string Move()
    {
        var count = Count(9);
        return _random.Next(14) switch
        {
            0 => $"\e[{Row()};{Column()}H",
            1 => $"\e[{count}A",
            2 => $"\e[{count}B",
            3 => $"\e[{count}C",
            4 => $"\e[{count}D",
            5 => $"\e[{Column()}G",
            6 => $"\e[{Row()}d",
            7 => $"\e[{count}E",
            8 => $"\e[{count}F",
            9 => "\t",
            10 => $"\e[{count}I",
            11 => $"\e[{count}Z",
            12 => "\b",
            _ => Pick("\r", "\n", "\e[H", "\eM", "\eD", "\eE"),
        };
    }

    private string Edit()
    {
        var count = Count(6);
        return _random.Next(17) switch
        {
            0 => $"\e[{count}@",
            1 => $"\e[{count}P",
            2 => $"\e[{count}X",
            3 => $"\e[{count}L",
            4 => $"\e[{count}M",
            5 => $"\e[{count}S",
            6 => $"\e[{count}T",
            7 => "\e[K",
            8 => $"\e[{Column()}G\e[1K",
            9 => "\e[2K",
            10 => "\e[J",
            // xterm.js breaks when all of the row is erased in this way.
            11 => $"\e[{Row()};{(resizes ? 1 : _random.Next(1, columns - 2))}H\e[1J",
            12 => _random.Next(4) == 0 ? "\e[2J" : "\e[?K",
            13 => _random.Next(6) == 0 ? "\e[3J" : "\e[?2K",
            14 => $"\e[{count}b",
            15 => $"\e[{count}{Pick(" @", " A", "'}", "'~")}",
            _ => Pick("\e[1\"q", "\e[0\"q", "\e[?J"),
        };
    }

    private string Region()
    {
        var top = _random.Next(1, rows);
        return _random.Next(3) == 0 ? "\e[r" : $"\e[{top};{_random.Next(top + 1, rows + 1)}r";
    }

    private string Mode() => _random.Next(26) switch
    {
        0 or 1 => Plain + "\e[?1049h",
        2 or 3 or 4 => Plain + "\e[?1049l",
        // With the origin set, a cursor brought along from the other buffer could lie where no sequence leads.
        5 => "\e[?6l" + Pick("\e[?47h", "\e[?47l", "\e[?1047h", "\e[?1047l"),
        6 => Pick("\e[?6h", "\e[?6l", "\e[?6l"),
        7 => Pick("\e[?7l", "\e[?7h", "\e[?7h"),
        8 => Pick("\e[4h", "\e[4l", "\e[4l"),
        9 => Pick("\e[?45h", "\e[?45l"),
        10 => Pick("\e[?1h", "\e[?1l", "\e=", "\e>"),
        11 => Pick("\e[?25l", "\e[?25h", "\e[?12h", "\e[?12l"),
        12 => Pick("\e[?2004h", "\e[?2004l", "\e[?1004h", "\e[?1004l"),
        13 => Pick("\e[?1000h", "\e[?1002h", "\e[?1003h", "\e[?9h", "\e[?1003l", "\e[?1006h", "\e[?1006l", "\e[?1015h", "\e[?1016h"),
        14 => $"\e[{_random.Next(7)} q",
        15 => Pick("\e(0", "\e(B", "\e)0", "\e)B", "\e*K", "\e+A"),
        16 => Pick("\x0E", "\x0F", "\en", "\eo", "\x0F"),
        17 or 18 => Plain + "\e7",
        19 or 20 => Plain + "\e8",
        21 => Pick("\eH", "\e[g", "\eH", "\e[3g"),
        22 => Pick("\e[20h", "\e[20l", "\e[20l"),
        23 => Plain + Pick("\e[s", "\e[u"),
        24 => _random.Next(5) == 0 ? "\e[!p" : "\e[?2026h",
        _ => _random.Next(12) == 0 ? "\ec" : _random.Next(12) == 0 ? "\e[?6l\e#8" : "\e[?2026l",
    };

    private string String() => _random.Next(6) switch
    {
        0 => $"\e]0;title {_random.Next(100)}\a",
        1 => $"\e]2;título 漢 {_random.Next(100)}\e\\",
        2 => $"\e]8;id={_random.Next(3)};https://example.org/{_random.Next(3)}\e\\",
        3 => "\e]8;;https://example.org/a;b?c\a",
        _ => "\e]8;;\e\\",
    };

    /// <summary>Unknown, broken, interrupted; and questions.</summary>
    private string Odd() => Pick(
        "\e[c", "\e[>c", "\e[6n", "\e[?6n", "\e[5n", "\e[?2004$p", "\e[4$p", "\e[?7$p", "\eP$qr\e\\", "\eP1;2|abc漢\e\\", "\e_app\e\\", "\e^pm\e\\",
        "\eXsos\x18", "\e[12;x", "\e[?5;\x18", "\e[38;5m", "\e[38;2;1m", "\e[1:2:3;4:5m", "\e[<5;6H", "\e[1;2;3 z", "\e[999999999999A", "\a",
        "\x7f", "\e[3\n4m", "\u0085", "\u0084", "\e%G", "\e(Z", "\e]2;never ended\x18", "\e[\e[1m", "\0");

    private string Count(int most) => _random.Next(4) == 0 ? "" : _random.Next(0, most).ToString(CultureInfo.InvariantCulture);

    private int Row() => _random.Next(1, rows + 2);

    private int Column() => _random.Next(1, columns + 2);

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];
}
