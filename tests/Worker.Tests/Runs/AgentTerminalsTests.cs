using Homeport.Agents;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Testing;
using Homeport.Testing.Files;
using Homeport.Worker.Runs;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Tests.Runs;

/// <summary>Programs that an agent has us run: real processes in a real worktree.</summary>
public sealed class AgentTerminalsTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _worktree;
    private readonly AgentTerminals _terminals;

    public AgentTerminalsTests()
    {
        _worktree = _folder.Folder("worktree");
        _folder.Folder("worktree", "src");
        _folder.Folder("elsewhere");
        _terminals = new AgentTerminals(
            new AssignTaskRequest
            {
                TaskId = "task",
                SessionId = "session",
                TurnId = "turn",
                LeaseToken = 1,
                Kind = TurnKind.Implement,
                AgentType = "acp",
                PermissionMode = PermissionMode.Ask,
                WorktreePath = _worktree,
                BaseCommit = "0",
                Prompt = "go",
            },
            Confinement.None,
            new WorkerOptions
            {
                Root = _folder.Path,
                Program = ["/bin/false"],
                Version = "0",
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
                    ["HOME"] = _folder.Path,
                    ["SECRET_TOKEN"] = "never",
                },
                StopGrace = TimeSpan.FromMilliseconds(200),
            },
            TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_runs_in_the_worktree_with_its_own_variables_and_none_of_ours()
    {
        var (output, exit) = await RunAsync(new()
        {
            Command = "sh",
            Arguments = ["-c", "pwd; echo \"$GREETING|$SECRET_TOKEN|$HOMEPORT_TASK\"; echo wrong >&2; exit 3"],
            Environment = new Dictionary<string, string> { ["GREETING"] = "hello" },
        });

        Assert.Equal($"{_worktree}\nhello||task\nwrong\n", output.Text);
        Assert.Equal(new AgentTerminalExit(3, null), exit);
        Assert.False(output.Truncated);
    }

    [Fact]
    public async Task A_command_without_arguments_may_be_a_line_for_a_shell()
    {
        var (output, exit) = await RunAsync(new() { Command = "cd src && pwd | tr a-z A-Z", WorkingDirectory = "." });

        Assert.Equal($"{_worktree}/SRC\n".ToUpperInvariant(), output.Text.ToUpperInvariant());
        Assert.Equal(0, exit.Code);
    }

    [Fact]
    public async Task Of_much_output_the_end_is_kept_from_a_whole_character_on()
    {
        var (output, _) = await RunAsync(new()
        {
            Command = "i=0; while [ $i -lt 20000 ]; do echo ööööööööö; i=$((i+1)); done",
            OutputByteLimit = 1000,
        });

        Assert.Equal((true, 380_000), (output.Truncated, output.TotalBytes));
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(output.Text) is > 990 and <= 1000);
        Assert.DoesNotContain('\ufffd', output.Text);
        Assert.EndsWith("ööööööööö\n", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_writes_can_be_read_while_it_runs_and_killing_takes_its_children()
    {
        await using var terminal = _terminals.Start(new() { Command = "sleep 1000 & echo $!; echo ready; wait" });
        await UntilAsync(() => terminal.Read().Text.Contains("ready", StringComparison.Ordinal));
        var child = int.Parse(terminal.Read().Text.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(terminal.Exited.IsCompleted);

        await terminal.KillAsync(Cancellation);

        Assert.NotNull((await terminal.Exited).Signal);
        Assert.False(IsAlive(child));
        Assert.Contains("ready", terminal.Read().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_still_runs_ends_with_the_session_and_nothing_begins_after_it()
    {
        var terminal = _terminals.Start(new() { Command = "sleep 1000 & echo $!; wait" });
        await UntilAsync(() => terminal.Read().Text.EndsWith('\n'));
        var child = int.Parse(terminal.Read().Text, System.Globalization.CultureInfo.InvariantCulture);

        await _terminals.DisposeAsync();

        Assert.True(terminal.Exited.IsCompleted);
        Assert.False(IsAlive(child));
        Assert.Throws<IOException>(() => _terminals.Start(new() { Command = "true" }));
    }

    [Fact]
    public void Folders_outside_of_the_worktree_are_refused_also_by_a_link()
    {
        File.CreateSymbolicLink(Path.Combine(_worktree, "out"), _folder.At("elsewhere"));

        Assert.Throws<UnauthorizedAccessException>(() => _terminals.Start(new() { Command = "ls", WorkingDirectory = "../elsewhere" }));
        Assert.Throws<UnauthorizedAccessException>(() => _terminals.Start(new() { Command = "ls", WorkingDirectory = "/" }));
        Assert.ThrowsAny<IOException>(() => _terminals.Start(new() { Command = "ls", WorkingDirectory = "out" }));
        Assert.ThrowsAny<IOException>(() => _terminals.Start(new() { Command = "ls", WorkingDirectory = "missing" }));
    }

    [Fact]
    public void Variables_that_decide_what_programs_load_are_refused()
    {
        var refused = Assert.Throws<UnauthorizedAccessException>(() => _terminals.Start(new()
        {
            Command = "ls",
            Environment = new Dictionary<string, string> { ["LD_PRELOAD"] = "/tmp/x.so" },
        }));

        Assert.Contains("LD_PRELOAD", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_not_more_than_64_at_once()
    {
        List<IAgentTerminal> open = [.. Enumerable.Range(0, 64).Select(_ => _terminals.Start(new() { Command = "true" }))];

        Assert.Throws<IOException>(() => _terminals.Start(new() { Command = "true" }));

        await open[0].DisposeAsync();
        open[0] = _terminals.Start(new() { Command = "true" });
        await Task.WhenAll(open.Select(terminal => terminal.Exited)).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact]
    public async Task Files_of_the_worktree_are_read_by_lines_and_written_and_nothing_outside_is()
    {
        var files = new WorktreeFiles(_worktree);
        await files.WriteTextAsync(Path.Combine(_worktree, "src", "new", "a.txt"), "one\ntwo\nthree\n", Cancellation);
        File.CreateSymbolicLink(Path.Combine(_worktree, "secret"), "/etc/hostname");

        Assert.Equal("two\nthree", await files.ReadTextAsync("src/new/a.txt", 2, 2, Cancellation));
        Assert.Equal("one\ntwo\nthree\n", await files.ReadTextAsync("src/new/a.txt", null, null, Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => files.ReadTextAsync("none.txt", null, null, Cancellation));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => files.ReadTextAsync("/etc/hostname", null, null, Cancellation));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => files.WriteTextAsync("../outside.txt", "x", Cancellation));
        await Assert.ThrowsAnyAsync<IOException>(() => files.ReadTextAsync("secret", null, null, Cancellation));
        await Assert.ThrowsAnyAsync<IOException>(() => files.WriteTextAsync("secret", "x", Cancellation));
        Assert.False(File.Exists(_folder.At("outside.txt")));
    }

    public async ValueTask DisposeAsync()
    {
        await _terminals.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>One that waits for its new parent to take note of its end is dead.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<(AgentTerminalOutput Output, AgentTerminalExit Exit)> RunAsync(AgentTerminalStart start)
    {
        await using var terminal = _terminals.Start(start);
        var exit = await terminal.Exited.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        return (terminal.Read(), exit);
    }

    private static Task UntilAsync(Func<bool> isMet) => Eventually.HoldsAsync(isMet, TestContext.Current.CancellationToken);
}
