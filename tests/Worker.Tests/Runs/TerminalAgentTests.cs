using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Tests.Git;
using Homeport.Worker.Tests.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Runs;

/// <summary>True programs on true terminals as agents: how they are spoken to, watched and ended.</summary>
public sealed class TerminalAgentTests : GitTest
{
    private readonly ScriptedHost _host = new();
    private WorkerApplication _worker = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _worker = await WorkerApplication.StartAsync(
            new WorkerOptions { Root = Repository.Data, Environment = Repository.Environment, Program = ["/bin/false"], Version = "1" },
            _host.DialAsync, NullLoggerFactory.Instance, TimeProvider.System, Cancel);
        await UntilAsync(() => !_host.Registrations.IsEmpty);
    }

    public override async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        var left = Living();
        await _host.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(left);
    }

    [Fact]
    public async Task A_prompt_is_typed_and_the_end_of_the_program_is_the_end_of_the_turn()
    {
        await BeginAsync("""printf 'say something: '; read -r line; echo "$line" > said.txt; echo thanks""", "write it down");

        var report = await ReportAsync();

        Assert.Equal((TurnOutcome.Completed, "exit_0", 1), (report.Outcome, report.StopReason, report.Changes!.Files));
        Assert.Equal("write it down\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "said.txt"), Cancel));
        Assert.NotNull(report.SnapshotAfter);
    }

    [Fact]
    public async Task A_program_that_wants_pastes_marked_gets_one_paste_without_keys_in_it()
    {
        // ESC [ 200 ~ first CR second ESC [ 201 ~ CR: the escape in the words is no key.
        await BeginAsync(@"stty raw -echo; printf '\033[?2004h'; head -c 25 > got.bin", "first\nsec\eond");

        Assert.Equal(TurnOutcome.Completed, (await ReportAsync()).Outcome);
        Assert.Equal("\e[200~first\rsecond\e[201~\r"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(Repository.Path, "got.bin"), Cancel))[..25]);
    }

    [Fact]
    public async Task A_prompt_can_be_an_argument_and_is_never_an_option()
    {
        await BeginAsync("""printf '%s|' "$@" > got.txt""", "--version", FirstPrompt.Argument, "name", "--ask={prompt}", "{prompt}");

        Assert.Equal(TurnOutcome.Completed, (await ReportAsync()).Outcome);
        Assert.Equal("--ask=--version|{prompt}|", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "got.txt"), Cancel));
    }

    [Fact]
    public async Task The_next_prompt_ends_the_turn_and_goes_to_the_same_program()
    {
        await BeginAsync("""while read -r line; do echo "$$ $line" >> said.txt; done""", "one");
        await UntilAsync(() => Said().Contains("one", StringComparison.Ordinal));

        await _host.CallAsync(
            WorkerMethods.InterruptTurn, new InterruptTurnRequest { SessionId = "session", TurnId = "turn-1", Yield = true },
            ProtocolJson.Default.InterruptTurnRequest);
        var first = await ReportAsync();
        await AssignAsync("turn-2", 8, "two", Program("""unused"""));
        await UntilAsync(() => Said().Contains("two", StringComparison.Ordinal));
        await StopAsync();
        var second = await ReportAsync(2);

        Assert.Equal((TurnOutcome.Completed, "next_prompt"), (first.Outcome, first.StopReason));
        Assert.Equal(TurnOutcome.Interrupted, second.Outcome);
        Assert.Single(Said().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Distinct());
        Assert.Empty(Living());
    }

    [Fact]
    public async Task Interrupting_presses_Ctrl_C_and_leaves_the_program_alone()
    {
        await BeginAsync("""trap 'echo caught > caught.txt' INT; read -r line; echo "$line" > said.txt; while true; do sleep 0.05; done""", "go");
        await UntilAsync(() => Said().Length > 0);

        await _host.CallAsync(
            WorkerMethods.InterruptTurn, new InterruptTurnRequest { SessionId = "session", TurnId = "turn-1" }, ProtocolJson.Default.InterruptTurnRequest);

        Assert.Equal(TurnOutcome.Interrupted, (await ReportAsync()).Outcome);
        await UntilAsync(() => File.Exists(Path.Combine(Repository.Path, "caught.txt")));
        Assert.NotEmpty(Living());
    }

    [Fact]
    public async Task What_a_program_left_behind_ends_with_it()
    {
        await BeginAsync("setsid sleep 987 & setsid sh -c 'trap \"\" HUP TERM; sleep 986' & sleep 0.3; exit 0", "", FirstPrompt.None);

        Assert.Equal(TurnOutcome.Completed, (await ReportAsync()).Outcome);
        Assert.Empty(Living());
    }

    [Fact]
    public async Task A_program_that_fails_at_once_says_its_code_and_its_last_lines()
    {
        await BeginAsync("echo 'no such model' >&2; exit 3", "go");

        var report = await ReportAsync();

        Assert.Equal((TurnOutcome.Failed, "program_failed"), (report.Outcome, report.Failure!.Code));
        Assert.Contains("code 3", report.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("no such model", report.Failure.Detail);
    }

    [Fact]
    public async Task A_program_that_is_not_there_fails_the_turn_with_its_name()
    {
        await AssignAsync("turn-1", 7, "go", Program("") with { Command = ["no-such-program-here"] });

        var report = await ReportAsync();

        Assert.Equal((TurnOutcome.Failed, ErrorCodes.AgentUnavailable), (report.Outcome, report.Failure!.Code));
        Assert.Contains("no-such-program-here", report.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Floods_garbage_and_a_line_without_end_are_few_events_and_end_when_stopped()
    {
        await BeginAsync("head -c 3000000 /dev/urandom; head -c 3000000 /dev/zero | tr '\\0' x; touch poured; yes flood", "", FirstPrompt.None);
        await UntilAsync(() => File.Exists(Path.Combine(Repository.Path, "poured")));

        await StopAsync();

        Assert.Equal(TurnOutcome.Interrupted, (await ReportAsync()).Outcome);
        Assert.Single(Activities());
        Assert.Empty(Living());
    }

    [Fact]
    public async Task Its_variables_are_its_own_and_the_terminal_is_one()
    {
        var program = Program("""printf '%s %s ' "$MY_KEY" "$TERM" > env.txt; test -t 0 && test -t 1 && echo tty >> env.txt""") with
        {
            Environment = new Dictionary<string, string> { ["MY_KEY"] = "k1" },
            FirstPrompt = FirstPrompt.None,
        };
        await AssignAsync("turn-1", 7, "go", program);

        Assert.Equal(TurnOutcome.Completed, (await ReportAsync()).Outcome);
        Assert.Equal("k1 xterm-256color tty\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "env.txt"), Cancel));
    }

    [Fact]
    public async Task In_a_sandbox_it_has_a_terminal_too_and_sees_the_worktree_alone()
    {
        var worktree = await CreateAsync();
        var secret = Path.Combine(Repository.Folder, "secret.txt");
        await File.WriteAllTextAsync(secret, "keys", Cancel);
        var program = Program($$"""test -t 0 && echo tty > seen.txt; cat {{secret}} >> seen.txt 2>/dev/null; echo "$IS_SANDBOX" >> seen.txt""") with { FirstPrompt = FirstPrompt.None };

        await AssignAsync("turn-1", 7, "go", program, worktree.WorktreePath, new TaskEnvironment
        {
            RepositoryPath = Repository.Path,
            WorktreePath = worktree.WorktreePath,
            Branch = worktree.Branch,
            BaseBranch = "main",
            Ports = new Dictionary<string, int>(),
            Isolation = new TaskIsolation { TaskId = GitTest.Task, Kind = Isolation.Sandbox, WorktreePath = worktree.WorktreePath, Branch = worktree.Branch, Network = true },
        });

        var report = await ReportAsync();
        Assert.SkipWhen(report.Failure?.Code == "isolation_unavailable", report.Failure?.Message ?? "");
        Assert.Equal(TurnOutcome.Completed, report.Outcome);
        Assert.Equal("tty\n1\n", await File.ReadAllTextAsync(Path.Combine(worktree.WorktreePath, "seen.txt"), Cancel));
    }

    private static TerminalProgram Program(string script, params string[] arguments) => new()
    {
        Kind = "terminal:test",
        Name = "Test program",
        Command = ["/bin/bash", "-c", script, .. arguments],
    };

    private Task BeginAsync(string script, string prompt, FirstPrompt first = FirstPrompt.Typed, params string[] arguments) =>
        AssignAsync("turn-1", 7, prompt, Program(script, arguments) with { FirstPrompt = first });

    private async Task AssignAsync(
        string turn, long lease, string prompt, TerminalProgram program, string? worktree = null, TaskEnvironment? environment = null)
    {
        var answer = await _host.AssignAsync(new AssignTaskRequest
        {
            TaskId = GitTest.Task,
            SessionId = "session",
            TurnId = turn,
            LeaseToken = lease,
            Kind = TurnKind.Implement,
            AgentType = program.Kind,
            Program = program,
            PermissionMode = PermissionMode.Ask,
            WorktreePath = worktree ?? Repository.Path,
            Environment = environment,
            BaseCommit = await Repository.HeadAsync(Cancel),
            Prompt = prompt,
        });
        Assert.True(answer.Accepted, answer.Reason);
    }

    private Task StopAsync() => _host.CallAsync(
        WorkerMethods.StopSession, new StopSessionRequest { SessionId = "session" }, ProtocolJson.Default.StopSessionRequest);

    private async Task<ReportTaskCompleteRequest> ReportAsync(int count = 1)
    {
        await UntilAsync(() => _host.Stored.Reports.Count >= count);
        return _host.Stored.Reports.ElementAt(count - 1);
    }

    private ActivityPayload[] Activities() =>
    [
        .. _host.Stored.Entries.Where(entry => entry.Kind == EventKinds.Activity)
            .Select(entry => entry.Payload.Deserialize(ProtocolJson.Default.ActivityPayload)!),
    ];

    private string Said() => File.Exists(Path.Combine(Repository.Path, "said.txt")) ? File.ReadAllText(Path.Combine(Repository.Path, "said.txt")) : "";

    /// <summary>The programs that run in the repository, zombies left aside.</summary>
    private string[] Living() => [.. Directory.EnumerateDirectories("/proc").Where(process =>
        char.IsAsciiDigit(Path.GetFileName(process)[0]) && new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget == Repository.Path)];

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, Cancel);
        while (!isTrue())
        {
            await tick.WaitForNextTickAsync(either.Token);
        }
    }
}
