using System.Diagnostics;
using System.Text;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class CommandTests
{
    [Fact]
    public async Task Large_input_and_output_flow_at_the_same_time()
    {
        var input = new byte[4 * 1024 * 1024];
        Random.Shared.NextBytes(input);

        var result = await Command.RunAsync(Start.Program("cat"), input, CommandLimits.Default, TimeProvider.System, Start.Cancellation);

        Assert.True(result.IsSuccess);
        Assert.True(result.Output.Span.SequenceEqual(input));
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_no_failure()
    {
        var result = await Command.RunAsync(
            Start.Shell("exit 5"), new byte[1024 * 1024], CommandLimits.Default, TimeProvider.System, Start.Cancellation);

        Assert.Equal(5, result.Exit.Code);
    }

    [Fact]
    public async Task Output_over_the_limit_ends_the_program_and_says_so()
    {
        var limits = CommandLimits.Default with { MaxOutputBytes = 1000 };

        var result = await Command.RunAsync(Start.Program("yes"), default, limits, TimeProvider.System, Start.Cancellation);

        Assert.True(result.Truncated);
        Assert.False(result.IsSuccess);
        Assert.Equal(1000, result.Output.Length);
    }

    [Fact]
    public async Task Error_text_over_the_limit_is_dropped_and_the_program_goes_on()
    {
        var limits = CommandLimits.Default with { MaxErrorBytes = 10 };

        var result = await Command.RunAsync(
            Start.Shell("head -c 300000 /dev/zero | tr '\\0' e >&2; echo done"), default, limits, TimeProvider.System, Start.Cancellation);

        Assert.Equal(("done\n", "eeeeeeeeee", false), (result.Text, result.Error, result.Truncated));
    }

    [Fact]
    public async Task A_timeout_kills_the_whole_tree_and_says_how_long_it_was()
    {
        var marker = Guid.CreateVersion7().ToString();
        var limits = CommandLimits.Default with { Timeout = TimeSpan.FromMilliseconds(200) };

        var error = await Assert.ThrowsAsync<TimeoutException>(() => Command.RunAsync(
            Start.Shell("setsid sleep 600 $1 & sleep 600", marker), default, limits, TimeProvider.System, Start.Cancellation));

        Assert.Contains("0.2 s", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(CommandLines(), line => line.StartsWith("sleep", StringComparison.Ordinal) && line.Contains(marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancellation_kills_the_program_before_it_is_reported()
    {
        using var cancellation = new CancellationTokenSource();
        var folder = Directory.CreateTempSubdirectory("homeport-cancel-");
        try
        {
            var fifo = Path.Combine(folder.FullName, "pid");
            Assert.True((await Start.RunAsync(Start.Program("mkfifo", fifo))).IsSuccess);
            var running = Command.RunAsync(
                Start.Shell("echo $$ > \"$1\"; exec sleep 600", fifo), default, CommandLimits.Default, TimeProvider.System, cancellation.Token);
            var pid = int.Parse(await File.ReadAllTextAsync(fifo, Start.Cancellation), System.Globalization.CultureInfo.InvariantCulture);

            await cancellation.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.False(Start.IsLive(pid));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_background_process_that_keeps_the_pipe_does_not_hold_the_command_up()
    {
        var clock = Stopwatch.StartNew();

        var result = await Start.RunAsync(Start.Shell("sleep 3 & echo done"));

        Assert.Equal("done\n", result.Text);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2.5);
    }

    [Fact]
    public async Task A_command_costs_little_more_than_its_process()
    {
        var start = Start.Program("/bin/true");
        for (var i = 0; i < 20; i++)
        {
            await Start.RunAsync(start);
        }

        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            await Start.RunAsync(start);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{clock.Elapsed.TotalMilliseconds / 100:0.000} ms per command");
        Assert.InRange(clock.Elapsed.TotalMilliseconds / 100, 0, 20); // generous: the machine is shared
    }

    private static IEnumerable<string> CommandLines() =>
        Directory.EnumerateDirectories("/proc").Select(folder => Path.Combine(folder, "cmdline")).Where(File.Exists).Select(file =>
        {
            try
            {
                return Encoding.UTF8.GetString(File.ReadAllBytes(file));
            }
            catch (IOException)
            {
                return "";
            }
        });
}
