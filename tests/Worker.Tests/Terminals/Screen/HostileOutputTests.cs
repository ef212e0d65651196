using System.Buffers;
using System.Text;
using Homeport.Worker.Terminals.Screen;
using static Homeport.Worker.Tests.Terminals.Screen.TerminalScreenTests;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>Whatever is written: the screen stays alive, small and quick.</summary>
public sealed class HostileOutputTests
{
    [Fact]
    public void Noise_is_survived()
    {
        var random = new Random(1);
        var noise = new byte[4096];
        var screen = new TerminalScreen(80, 24, scrollback: 200);
        for (var round = 0; round < 500; round++)
        {
            random.NextBytes(noise);
            for (var index = 0; index < noise.Length; index += random.Next(1, 20))
            {
                noise[index] = (byte)(random.Next(3) switch { 0 => 0x1B, 1 => '[', _ => ';' });
            }

            screen.Write(noise);
            if (round % 20 == 0)
            {
                screen.Resize(random.Next(2, 200), random.Next(1, 60));
                SnapshotOf(screen);
            }
        }

        Write(screen, "\x18\ecstill here");
        Assert.Equal("still here", TextOf(screen));
    }

    [Theory]
    [InlineData("\e]0;", "\a")]
    [InlineData("\e]8;;", "\e\\")]
    [InlineData("\eP$q", "\e\\")]
    [InlineData("\e_", "\e\\")]
    [InlineData("\e[", "m")]
    public void A_sequence_without_end_is_dropped_and_takes_no_memory(string begin, string end)
    {
        var screen = new TerminalScreen(20, 5);
        Write(screen, "\e]0;good\aa" + begin);
        var filler = Encoding.ASCII.GetBytes(new string('7', 64 * 1024));
        for (var round = 0; round < 200; round++)
        {
            screen.Write(filler);
        }

        Assert.True(SnapshotOf(screen).Length < 100_000);
        Write(screen, end + "b");
        Assert.Equal("ab", TextOf(screen));
        Assert.Equal("good", screen.Title);
    }

    [Theory]
    [InlineData("x\e[2147483647b")]
    [InlineData("\e[99999999999999999999L\e[2147483647M\e[2147483647S\e[2147483647T")]
    [InlineData("\e[2147483647@\e[2147483647P\e[2147483647X\e[2147483647I\e[2147483647Z")]
    [InlineData("\e[2147483647A\e[2147483647B\e[2147483647C\e[2147483647D\e[2147483647;2147483647H\e[2147483647d\e[2147483647G")]
    [InlineData("\e[?6h\e[2;3r\e[2147483647;1H\e[2147483647e\e[2147483647a")]
    [InlineData("\e[2147483647 @\e[2147483647 A\e[2147483647'}\e[2147483647'~")]
    [InlineData("\e[1;2147483647r\e[2147483647;2r\e[0;0r")]
    [InlineData("\e[1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;38;2m")]
    [InlineData("\e[38:2:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7m\e[58;5m\e[4:99m")]
    public void A_number_beyond_all_sense_is_no_harm(string output)
    {
        var screen = new TerminalScreen(20, 5, scrollback: 50);
        for (var round = 0; round < 20; round++)
        {
            Write(screen, output);
        }

        Write(screen, "\ecok");
        Assert.Equal("ok", TextOf(screen));
    }

    [Fact]
    public void Answers_that_nobody_reads_do_not_pile_up()
    {
        var screen = new TerminalScreen(20, 5);
        for (var round = 0; round < 100_000; round++)
        {
            Write(screen, "\e[c");
        }

        Assert.InRange(AnswersOf(screen).Length, 1_000, 16 * 1024);
        Write(screen, "\e[5n");
        Assert.Equal("\e[0n", AnswersOf(screen));
    }

    [Fact]
    public void Links_and_graphemes_without_number_take_no_memory_without_limit()
    {
        var screen = new TerminalScreen(80, 24, scrollback: 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < 200_000; index++)
        {
            var mark = char.ConvertFromUtf32(0x1F600 + (index % 64)) + (char)(0x300 + (index / 64 % 0x6F)) + (char)(0x300 + (index / 7104 % 0x6F));
            Write(screen, $"\e]8;id={index};https://example.org/{index}/{new string('a', 200)}\e\\\e[4:3;58;2;{index % 256};{index / 256 % 256};1mx{mark}");
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 40_000_000);
        Write(screen, "\ec\e]8;;https://example.org/new\e\\ok");
        Assert.Contains("https://example.org/new", Encoding.UTF8.GetString(SnapshotOf(screen)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_history_of_short_lines_is_small()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var screen = new TerminalScreen(200, 50);
        for (var line = 0; line < 20_000; line++)
        {
            Write(screen, $"{line} some forty characters of plain output\r\n");
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 100_000, 3_000_000);
        Assert.StartsWith("19951 ", screen.TextOf(0), StringComparison.Ordinal);
    }

    private static byte[] SnapshotOf(TerminalScreen screen)
    {
        var target = new ArrayBufferWriter<byte>();
        screen.WriteSnapshot(target);
        return target.WrittenSpan.ToArray();
    }
}
