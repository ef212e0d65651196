using System.Buffers;
using System.Text;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Tests.Terminals.Screen;

public sealed class TerminalScreenTests
{
    [Theory]
    [InlineData("one\r\ntwo", "one|two")]
    [InlineData("one\ntwo", "one|   two")]
    [InlineData("abc\b\bX", "aXc")]
    [InlineData("a\tb\tc", "a       b       c")]
    [InlineData("\e[3g\e[5G\eH\r\tx", "    x")]
    [InlineData("\e[2;3Hx\e[A\e[2Dy", " y|  x")]
    [InlineData("abcdef\e[3D\e[K", "abc")]
    [InlineData("abcdef\e[3D\e[1K", "    ef")]
    [InlineData("abcdef\r\e[2P\e[3C\e[@x", "cdexf")]
    [InlineData("abcdef\r\e[2X", "  cdef")]
    [InlineData("a\r\nb\r\nc\e[2;1H\e[L", "a||b|c")]
    [InlineData("a\r\nb\r\nc\e[1;1H\e[M", "b|c")]
    [InlineData("1\r\n2\r\n3\r\n4\e[2;3r\e[S\e[r", "1|3||4")]
    [InlineData("1\r\n2\r\n3\r\n4\e[2;3r\e[T\e[r", "1||2|4")]
    [InlineData("1\r\n2\e[H\eM", "|1|2")]
    [InlineData("x\e[4b", "xxxxx")]
    [InlineData("\e[4hab\r12\e[4l", "12ab")]
    [InlineData("\e(0lqk\e(B l", "┌─┐ l")]
    [InlineData("\e)0\x0Ex\x0Fx", "│x")]
    [InlineData("12345678901234567890AB", "12345678901234567890|AB")]
    [InlineData("\e[?7l12345678901234567890AB", "1234567890123456789B")]
    [InlineData("1234567890123456789漢", "1234567890123456789|漢")]
    [InlineData("漢字\e[2Gx", " x字")]
    [InlineData("漢字\rx", "x 字")]
    [InlineData("e\u0301x", "e\u0301x")]
    [InlineData("👩‍💻!", "👩‍💻!")]
    [InlineData("one\e7\e[3;3Htwo\e8X", "oneX||  two")]
    [InlineData("one\e[?1049htwo\e[?1049l!", "one!")]
    [InlineData("one\e[?1049h\e[Htwo", "two")]
    [InlineData("\e[2;3r\e[?6h\e[1;1Hx", "|x")]
    [InlineData("old\ecnew", "new")]
    [InlineData("a\e]0;title\ab", "ab")]
    [InlineData("a\ePq#0;2;0\e\\b\e_apc\e\\c\e^pm\e\\d\eXsos\e\\e", "abcde")]
    [InlineData("a\e[12;34\u0018b\e[>99;1zc\e[?1;2;3;!d", "abc")]
    [InlineData("a\e[3\nGb", "a|  b")]
    [InlineData("\e#8\e[2;1H\e[J", "EEEEEEEEEEEEEEEEEEEE")]
    public void A_sequence_does_what_a_terminal_does(string output, string rows)
    {
        var screen = new TerminalScreen(20, 5);
        Write(screen, output);
        Assert.Equal(rows, TextOf(screen));
    }

    [Fact]
    public void A_character_may_be_cut_anywhere()
    {
        var bytes = Encoding.UTF8.GetBytes("é漢🙂é\e[31m→\e]0;t→\a\e[1;3H!");
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var screen = new TerminalScreen(20, 5);
            screen.Write(bytes.AsSpan(0, cut));
            screen.Write(bytes.AsSpan(cut));
            Assert.Equal("é !🙂é→", TextOf(screen));
            Assert.Equal("t→", screen.Title);
        }
    }

    [Fact]
    public void What_is_no_character_leaves_no_trace()
    {
        var screen = new TerminalScreen(20, 5);
        screen.Write([(byte)'a', 0x80, 0xC3, (byte)'b', 0xE6, 0xBC, (byte)'c', 0xED, 0xA0, 0x80, 0xF5, 0x80, 0x80, 0x80, 0xFF, 0xC0, 0xAF, (byte)'d']);
        Assert.Equal("abcd", TextOf(screen));
    }

    [Theory]
    [InlineData("\e[c", "\e[?1;2c")]
    [InlineData("\e[>c", "\e[>0;276;0c")]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("ab\r\nc\e[6n", "\e[2;2R")]
    [InlineData("\e[?6n", "\e[?1;1R")]
    [InlineData("\e[?2004h\e[?2004$p\e[?2004l\e[?2004$p", "\e[?2004;1$y\e[?2004;2$y")]
    [InlineData("\e[4$p\e[?4711$p", "\e[4;2$y\e[?4711;0$y")]
    [InlineData("\e[18t", "\e[8;5;20t")]
    [InlineData("\e[1;31m\eP$qm\e\\", "\eP1$r0;1;31m\e\\")]
    [InlineData("\e[2;4r\eP$qr\e\\", "\eP1$r2;4r\e\\")]
    [InlineData("\e]11;?\a\e[?u\e[>q", "")]
    public void A_question_is_answered_with_no_viewer_there(string question, string answer)
    {
        var screen = new TerminalScreen(20, 5);
        Write(screen, question);
        Assert.Equal(answer.Length > 0, screen.HasAnswers);
        Assert.Equal(answer, AnswersOf(screen));
        Assert.False(screen.HasAnswers);
    }

    [Fact]
    public void A_title_that_was_put_aside_comes_back()
    {
        var screen = new TerminalScreen(20, 5);
        Write(screen, "\e]0;shell\a\e[22;0t\e]2;editor\e\\");
        Assert.Equal("editor", screen.Title);
        Write(screen, "\e[23;0t");
        Assert.Equal("shell", screen.Title);
        Write(screen, "\e[23;0t");
        Assert.Equal("shell", screen.Title);
    }

    [Fact]
    public void Rows_above_the_screen_are_kept_up_to_a_limit()
    {
        var screen = new TerminalScreen(20, 5, scrollback: 10);
        Write(screen, string.Join("\r\n", Enumerable.Range(0, 100)));
        Assert.Equal("95|96|97|98|99", TextOf(screen));
        Assert.Equal("94", screen.TextOf(-1));
        Assert.Equal("85", screen.TextOf(-10));
        Write(screen, "\e[3J");
        Assert.Equal("95|96|97|98|99", TextOf(screen));
    }

    [Fact]
    public void A_long_line_is_wrapped_anew_but_not_the_one_with_the_cursor()
    {
        var screen = new TerminalScreen(10, 5);
        Write(screen, "abcdefghijklmnop\r\n$ ");
        screen.Resize(20, 5);
        Assert.Equal("abcdefghijklmnop|$", TextOf(screen));
        screen.Resize(8, 5);
        Assert.Equal("abcdefgh|ijklmnop|$", TextOf(screen));
        Write(screen, "123456789");
        Assert.Equal("abcdefgh|ijklmnop|$ 123456|789", TextOf(screen));
        screen.Resize(20, 5);
        Assert.Equal("abcdefghijklmnop|$ 123456|789", TextOf(screen));
    }

    [Fact]
    public void The_cursor_stays_on_a_screen_that_becomes_smaller()
    {
        var screen = new TerminalScreen(20, 5);
        Write(screen, "1\r\n2\r\n3\r\n4\r\n5");
        screen.Resize(20, 2);
        Assert.Equal("4|5", TextOf(screen));
        screen.Resize(20, 4);
        Assert.Equal("2|3|4|5", TextOf(screen));
    }

    [Fact]
    public void A_wide_character_that_a_resize_put_the_cursor_on_is_overwritten_whole()
    {
        var screen = new TerminalScreen(6, 5);
        Write(screen, "カタカ");
        screen.Resize(6, 6);
        Write(screen, "a");
        Assert.Equal("カタ a", TextOf(screen));
    }

    [Theory]
    [InlineData(-5, 0, 2, 1)]
    [InlineData(int.MaxValue, int.MaxValue, 4096, 4096)]
    public void A_size_that_no_window_has_is_taken_for_one_that_it_could(int columns, int rows, int expectedColumns, int expectedRows)
    {
        var screen = new TerminalScreen(columns, rows, scrollback: 0);
        Assert.Equal((expectedColumns, expectedRows), (screen.Columns, screen.Rows));
    }

    internal static string TextOf(TerminalScreen screen) =>
        string.Join('|', Enumerable.Range(0, screen.Rows).Select(screen.TextOf)).TrimEnd('|');

    internal static void Write(TerminalScreen screen, string output) => screen.Write(Encoding.UTF8.GetBytes(output));

    internal static string AnswersOf(TerminalScreen screen)
    {
        var answers = new ArrayBufferWriter<byte>();
        screen.ReadAnswers(answers);
        return Encoding.UTF8.GetString(answers.WrittenSpan);
    }
}
