using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Worker.Journal;
using Homeport.Worker.Setup;
using Homeport.Worker.Tests.Sandboxes;

namespace Homeport.Worker.Tests.Setup;

/// <summary>A setup as the person sees it: steps with output, and how it ends.</summary>
public sealed class SetupStepsTests : SetupTest
{
    [Fact]
    public async Task Files_are_copied_then_the_script_runs_and_the_agent_may_begin()
    {
        Repository.Write(".gitignore", ".env\n");
        await Repository.CommitAsync("ignore", Cancel);
        await File.WriteAllTextAsync(Path.Combine(Repository.Path, ".env"), "KEY=1\n", Cancel);
        await CreateAsync();

        var result = await SetUpAsync("cat .env; echo made > made.txt; echo oops >&2", [".env"]);

        Assert.Null(result);
        var copied = Item("setup-copy-");
        Assert.Equal("Copy ignored files: 1 file, 6 B", copied.Title);
        Assert.Equal((ToolStatus.Completed, ToolKind.Setup), (copied.Status, copied.Kind));
        Assert.Contains(".env  6 B", copied.Content![0].Text, StringComparison.Ordinal);
        var script = Item("setup-script-");
        Assert.Equal((ToolStatus.Completed, 0), (script.Status, script.ExitCode));
        Assert.Equal("KEY=1\noops\n", script.Content![0].Text);
        Assert.Equal("made\n", Read("made.txt"));
        var (kind, _, payload) = Sink.Events.Last();
        Assert.Equal(EventKinds.SetupEnded, kind);
        Assert.True(payload.GetProperty("succeeded").GetBoolean());
    }

    [Fact]
    public async Task A_script_gets_what_it_should_know_and_no_secrets_of_ours()
    {
        await CreateAsync();

        Assert.Null(await SetUpAsync("pwd; env | sort"));

        var lines = Item("setup-script-").Content![0].Text!.Split('\n');
        Assert.Equal(Worktree, lines[0]);
        string[] expected =
        [
            $"HOMEPORT_TASK={Task}", $"HOMEPORT_WORKTREE={Worktree}", $"HOMEPORT_REPOSITORY={Repository.Path}", "HOMEPORT_BRANCH=homeport/work",
            "HOMEPORT_BASE_BRANCH=main", "PORT=20123", "JAVA_HOME=/java", $"HOME={Repository.Home}",
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.DoesNotContain(lines, line => line.Contains("SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failing_script_fails_the_turn_with_its_code_and_last_lines()
    {
        await CreateAsync();

        var result = await SetUpAsync("echo one; echo 'two: no such package' >&2; exit 3");

        Assert.Equal(TurnOutcome.Failed, result!.Outcome);
        Assert.Equal("setup_failed", result.Failure!.Code);
        Assert.Equal("The setup script ended with exit code 3. It wrote: two: no such package", result.Failure.Message);
        Assert.Equal("one\ntwo: no such package", result.Failure.Detail);
        Assert.Contains("settings", result.Failure.Next, StringComparison.Ordinal);
        Assert.Equal((ToolStatus.Failed, 3), (Item("setup-script-").Status, Item("setup-script-").ExitCode));
        Assert.False(Sink.Events.Last().Payload.GetProperty("succeeded").GetBoolean());
    }

    [Fact]
    public async Task A_script_that_takes_too_long_is_ended_with_all_it_started()
    {
        await CreateAsync();

        var result = await SetUpAsync("echo begun; (setsid sleep 300 & echo $! > child.pid); sleep 300", timeout: 1);

        Assert.Contains("took longer than 1 s", result!.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("begun\n", Item("setup-script-").Content![0].Text);
        AssertGone();
    }

    [Fact]
    public async Task A_person_who_stops_ends_the_whole_tree_and_the_output_so_far_is_kept()
    {
        await CreateAsync();
        using var stop = new CancellationTokenSource();
        Sink.OnEvent = () =>
        {
            if (Sink.Calls("setup-script-").Any(call => call.Content?[0].Text?.Contains("half way", StringComparison.Ordinal) == true))
            {
                stop.Cancel();
            }
        };

        var result = await SetUpAsync("(setsid sleep 300 & echo $! > child.pid); echo half way; sleep 300", stop: stop.Token);

        Assert.Equal(TurnOutcome.Interrupted, result!.Outcome);
        Assert.Equal("half way\n", Item("setup-script-").Content![0].Text);
        AssertGone();
        Assert.DoesNotContain(Sink.Events, entry => entry.Kind == EventKinds.SetupEnded);
    }

    [Fact]
    public async Task What_a_script_leaves_behind_is_ended_with_it()
    {
        await CreateAsync();

        Assert.Null(await SetUpAsync("sleep 300 & echo $! > child.pid"));

        AssertGone();
    }

    [Fact]
    public async Task Output_without_end_is_kept_at_both_ends()
    {
        await CreateAsync();

        Assert.Null(await SetUpAsync("echo first; head -c 3000000 /dev/zero | tr '\\0' 'x'; echo; echo last"));

        var text = Item("setup-script-").Content![0].Text!;
        Assert.InRange(text.Length, 100_000, 400_000);
        Assert.StartsWith("first\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\nlast\n", text, StringComparison.Ordinal);
        Assert.Contains("characters are left out here", text, StringComparison.Ordinal);
        Assert.All(Sink.Calls("setup-script-").SkipLast(1), call => Assert.InRange(call.Content?[0].Text?.Length ?? 0, 0, 16 * 1024));
    }

    [Fact]
    public async Task A_repository_that_is_gone_fails_the_step_that_needs_it()
    {
        await CreateAsync();
        Directory.Move(Repository.Path, Repository.Path + "-moved");

        var result = await SetUpAsync("echo never", [".env"]);

        Assert.Equal("setup_failed", result!.Failure!.Code);
        Assert.Equal(ToolStatus.Failed, Item("setup-copy-").Status);
        Assert.Empty(Sink.Calls("setup-script-"));
    }

    [Fact]
    public async Task A_port_that_would_change_how_programs_load_is_refused()
    {
        await CreateAsync();
        var environment = Environment with { Ports = new Dictionary<string, int> { ["LD_PRELOAD"] = 20_000 } };

        var cleanup = await new RunCleanup(Options, ConfiningOf.Machine(Options), TimeProvider.System).RunAsync(
            new RunCleanupRequest { TaskId = Task, Environment = environment, Script = "echo never" }, Cancel);

        Assert.False(cleanup.Succeeded);
        Assert.Contains("LD_PRELOAD", cleanup.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo bye", true, 0)]
    [InlineData("echo bye; exit 7", false, 7)]
    public async Task A_cleanup_tells_how_it_ended(string script, bool succeeded, int exitCode)
    {
        await CreateAsync();

        var cleanup = await new RunCleanup(Options, ConfiningOf.Machine(Options), TimeProvider.System).RunAsync(
            new RunCleanupRequest { TaskId = Task, Environment = Environment, Script = script }, Cancel);

        Assert.Equal((succeeded, exitCode, "bye\n"), (cleanup.Succeeded, cleanup.ExitCode, cleanup.Output));
    }

    [Fact]
    public async Task Nobody_listening_any_more_ends_the_script()
    {
        await CreateAsync();
        Sink.OnEvent = () =>
        {
            if (Sink.Calls("setup-script-").Any(call => call.Content is not null))
            {
                throw new JournalClosedException("gone");
            }
        };

        var result = await SetUpAsync("(setsid sleep 300 & echo $! > child.pid); echo talk; sleep 300");

        Assert.Equal(TurnOutcome.Interrupted, result!.Outcome);
        AssertGone();
    }

    /// <summary>Gone, or dead and not yet collected by the system's first process. Sample: <c>4711 (sleep) Z 1 …</c>.</summary>
    private void AssertGone()
    {
        var stat = $"/proc/{Read("child.pid").Trim()}/stat";
        Assert.True(!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal), "It is still there.");
    }
}
