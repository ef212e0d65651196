using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Terminals;

public sealed class PseudoTerminalTests
{
    [Fact]
    public async Task A_program_finds_a_terminal_that_controls_its_session()
    {
        await using var typist = await Typist.AtShellAsync();

        Assert.StartsWith("/dev/pts/", await typist.RunAsync("tty"), StringComparison.Ordinal);
        Assert.Equal("yes", await typist.RunAsync("test -t 0 -a -t 1 -a -t 2 && test -w /dev/tty && echo yes"));
        Assert.Equal($"{typist.Terminal.Id} {typist.Terminal.Id}", await typist.RunAsync("awk '{print $5, $6}' /proc/$$/stat"));
    }

    [Fact]
    public async Task It_has_the_size_it_was_opened_with_and_tells_a_new_one()
    {
        await using var typist = await Typist.AtShellAsync(new TerminalSize(133, 45));
        Assert.Equal("45 133", await typist.RunAsync("stty size"));
        await typist.RunAsync("trap 'echo resized to $(stty size)' WINCH");

        typist.Terminal.Resize(new TerminalSize(50, 12));

        await typist.TypeAsync("\n");
        await typist.ReadToAsync("resized to 12 50");
        Assert.Equal(new TerminalSize(50, 12), typist.Terminal.Size);
    }

    [Theory]
    [InlineData(1, 24)]
    [InlineData(80, 0)]
    [InlineData(1001, 24)]
    [InlineData(80, 501)]
    [InlineData(-1, -1)]
    public async Task A_size_that_no_terminal_has_is_refused(int columns, int rows)
    {
        await using var typist = await Typist.AtShellAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => typist.Terminal.Resize(new TerminalSize(columns, rows)));
        Assert.True(new TerminalSize(columns, rows).Clamped().IsUsable);
    }

    [Fact]
    public async Task Control_C_ends_the_program_in_front_and_not_the_shell()
    {
        await using var typist = await Typist.AtShellAsync();

        await typist.TypeAsync("sh -c 'echo begins; exec sleep 100'\n");
        await typist.ReadToAsync("\nbegins");
        await typist.TypeAsync("\x03");

        await typist.ReadToAsync("ready> ");
        await typist.TypeAsync("echo it was $?\n"); // the kernel throws away echo and output while it handles the key
        await typist.ReadToAsync("\nit was 130");
    }

    [Fact]
    public async Task Control_Z_stops_a_job_that_can_be_listed_and_continued()
    {
        await using var typist = await Typist.AtShellAsync();
        await typist.TypeAsync("cat\n");
        await typist.TypeAsync("here\n");
        await typist.ReadToAsync("here\r\nhere");

        await typist.TypeAsync("\x1a");
        await typist.ReadToAsync("ready> ");

        Assert.Contains("Stopped", await typist.RunAsync("jobs"), StringComparison.Ordinal);
        await typist.TypeAsync("fg\n");
        await typist.ReadToAsync("cat\r\n");
        await typist.TypeAsync("again\n\x04");
        await typist.ReadToAsync("again\r\nready> ");
        Assert.Equal("", await typist.RunAsync("jobs"));
    }

    [Theory]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -9 $$", null, 9)]
    public async Task The_end_is_told_and_reading_ends_after_the_last_byte(string last, int? code, int? signal)
    {
        await using var typist = await Typist.AtShellAsync();

        await typist.TypeAsync($"echo the last word; {last}\n");

        await typist.ReadToAsync("\nthe last word");
        Assert.Equal(new ProcessExit(code, signal), await typist.Terminal.Exited.WaitAsync(Start.Patience, Start.Cancellation));
        while (await typist.Terminal.ReadAsync(new byte[100], Start.Cancellation) > 0)
        {
        }
    }

    [Fact]
    public async Task Stopping_takes_jobs_stopped_jobs_and_those_that_left_the_session()
    {
        var typist = await Typist.AtShellAsync(owner: OwnerMarker.ForRoot("/somewhere"));
        var escaped = await typist.RunAsync("(setsid sh -c 'trap \"\" HUP TERM; echo $$; exec >/dev/null 2>&1 </dev/null; while :; do sleep 5; done' &) | cat");
        var background = await typist.RunAsync("nohup sleep 1000 >/dev/null 2>&1 & echo $!");
        var stopped = await typist.RunAsync("sleep 1001 & kill -STOP $!; echo $!");
        int[] pids = [typist.Terminal.Id, Number(escaped), Number(background), Number(stopped)];
        Assert.All(pids, pid => Assert.True(Start.IsLive(pid), $"{pid}"));

        await typist.Terminal.StopAsync(TimeSpan.FromMilliseconds(300), Start.Cancellation);

        Assert.DoesNotContain(pids, Start.IsLive);
        await typist.DisposeAsync();
    }

    [Fact]
    public async Task What_the_shell_left_behind_goes_when_the_terminal_is_disposed()
    {
        var typist = await Typist.AtShellAsync();
        var left = Number(await typist.RunAsync("(setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $!)"));
        await typist.TypeAsync("exit\n");
        await typist.Terminal.Exited.WaitAsync(Start.Patience, Start.Cancellation);

        await typist.DisposeAsync();

        Assert.False(Start.IsLive(left));
    }

    [Fact]
    public async Task Text_in_any_script_comes_and_goes_and_erasing_takes_a_whole_character()
    {
        await using var typist = await Typist.AtShellAsync();

        await typist.TypeAsync("cat\n");
        await typist.TypeAsync("grüße 你好 🚢x\x7f\x7fé\x7f!\n");

        await typist.ReadToAsync("\ngrüße 你好 !");
    }

    [Fact]
    public void A_program_that_is_not_there_is_said()
    {
        var start = Typist.Shell() with { FileName = "/nowhere/shell" };
        var refused = Assert.Throws<ProcessStartException>(() => PseudoTerminal.Start(start, TerminalSize.Usual, TimeProvider.System));

        Assert.Equal(ProcessStartFailure.ProgramMissing, refused.Failure);
    }

    [Fact]
    public async Task Typing_and_reading_after_the_end_are_answered_and_do_not_wait()
    {
        var typist = await Typist.AtShellAsync();
        await typist.DisposeAsync();

        Assert.False(await typist.Terminal.WriteAsync("x"u8.ToArray(), Start.Cancellation));
        Assert.Equal(0, await typist.Terminal.ReadAsync(new byte[1], Start.Cancellation));
        typist.Terminal.Resize(TerminalSize.Usual);
    }

    [Fact]
    public async Task A_reader_that_waits_is_told_when_the_terminal_is_disposed()
    {
        var typist = await Typist.AtShellAsync();
        var reading = typist.Terminal.ReadAsync(new byte[100], Start.Cancellation).AsTask();
        Assert.False(reading.IsCompleted);

        await typist.DisposeAsync();

        await reading.WaitAsync(Start.Patience, Start.Cancellation);
    }

    [Fact]
    public async Task A_big_paste_arrives_whole()
    {
        await using var typist = await Typist.AtShellAsync();
        var line = new string('x', 99) + "\n";
        var paste = string.Concat(Enumerable.Repeat(line, 10_000)); // 1 MB
        await typist.RunAsync("stty -echo");

        await typist.TypeAsync("wc -c\n");
        await typist.TypeAsync(paste);
        await typist.TypeAsync("\x04");

        await typist.ReadToAsync("1000000");
    }

    private static int Number(string text) => int.Parse(text.Split('\n')[^1], CultureInfo.InvariantCulture);
}
