using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Worker.Tests.Terminals;

public sealed class TerminalSessionTests : IAsyncDisposable
{
    private readonly TerminalDesk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_shell_runs_in_the_folder_with_an_environment_for_terminals_and_no_secrets()
    {
        var watcher = await _desk.WatchAsync(await _desk.OpenAsync(taskId: "task-7"));

        await watcher.TypeAsync("pwd; echo $TERM,$COLORTERM,$LANG,$HOMEPORT_TASK,$HOMEPORT_ROLE,[$SECRET_OF_THE_HOST],$-\n");

        await watcher.SeesAsync(_desk.Folder);
        await watcher.SeesAsync($"xterm-256color,truecolor,C.UTF-8,task-7,terminal/{watcher.TerminalId},[],himBH");
    }

    [Fact]
    public async Task A_shell_in_a_task_learns_its_branch_and_ports()
    {
        var environment = new TaskEnvironment
        {
            RepositoryPath = "/code/it",
            WorktreePath = "/trees/it",
            Branch = "homeport/work",
            BaseBranch = "main",
            Ports = new Dictionary<string, int> { ["PORT"] = 20_123 },
        };
        var watcher = await _desk.WatchAsync(await _desk.OpenAsync(taskId: "task-7", environment: environment));

        await watcher.TypeAsync("echo $HOMEPORT_BRANCH,$HOMEPORT_BASE_BRANCH,$HOMEPORT_REPOSITORY,$HOMEPORT_WORKTREE,$PORT\n");

        await watcher.SeesAsync("homeport/work,main,/code/it,/trees/it,20123");
    }

    [Fact]
    public async Task One_in_which_more_than_its_shell_runs_is_not_ended_when_that_was_not_meant()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("sleep 600 & echo be''gun\n");
        await watcher.SeesAsync("begun");
        var end = new EndTerminalRequest { TerminalId = watcher.TerminalId, UnlessBusy = true };

        var refused = await Assert.ThrowsAsync<RpcException>(() => _desk.CallAsync<EndTerminalRequest, NoResponse>(WorkerMethods.EndTerminal, end));
        await watcher.TypeAsync("kill %1; wait; echo al''one\n");
        await watcher.SeesAsync("alone");
        await _desk.CallAsync<EndTerminalRequest, NoResponse>(WorkerMethods.EndTerminal, end);

        Assert.Contains("still runs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_comes_back_and_somebody_who_comes_later_sees_it_too()
    {
        var first = await _desk.SitDownAsync();
        await first.TypeAsync("echo héllo 你好 🚢\n");
        await first.SeesAsync("héllo 你好 🚢\r\n");

        var second = await _desk.WatchAsync(first.TerminalId);

        await second.SeesAsync("héllo 你好 🚢");
        await first.TypeAsync("echo to both\n");
        await second.SeesAsync("to both\r\n");
        Assert.Equal((1, 1), (first.Snapshots, second.Snapshots));
    }

    [Fact]
    public async Task The_viewer_who_typed_last_owns_the_size_and_the_next_active_one_inherits_it()
    {
        var first = await _desk.SitDownAsync(columns: 100, rows: 30);
        var second = await _desk.WatchAsync(first.TerminalId, columns: 60, rows: 20);
        await second.HearsAsync(news => news is { OwnsSize: false, Terminal: { Columns: 100, Rows: 30 } });

        await second.ResizeAsync(61, 21); // it does not own it
        await second.TypeAsync("stty size\n");

        await first.SeesAsync("21 61");
        await second.HearsAsync(news => news is { OwnsSize: true, Terminal: { Columns: 61, Rows: 21 } });
        await first.HearsAsync(news => news is { OwnsSize: false, Terminal: { Columns: 61, Rows: 21 } });

        await second.LeaveAsync();
        await first.HearsAsync(news => news is { OwnsSize: true, Terminal: { Columns: 100, Rows: 30 } });
        await first.TypeAsync("stty size\n");
        await first.SeesAsync("30 100");
    }

    [Fact]
    public async Task A_size_can_be_claimed_and_an_impossible_one_becomes_the_nearest()
    {
        var first = await _desk.SitDownAsync();
        var second = await _desk.WatchAsync(first.TerminalId);

        await second.ResizeAsync(100_000, -5, claim: true);

        await first.HearsAsync(news => news is { OwnsSize: false, Terminal: { Columns: 1000, Rows: 1 } });
    }

    [Fact]
    public async Task The_end_is_told_after_the_last_output_and_the_last_screen_stays()
    {
        var watcher = await _desk.SitDownAsync();

        await watcher.TypeAsync("echo good bye; exit 3\n");

        await watcher.SeesAsync("good bye");
        await watcher.HearsAsync(news => news.Terminal is { IsRunning: false, ExitCode: 3 });
        var late = await _desk.WatchAsync(watcher.TerminalId);
        await late.SeesAsync("good bye");
        await late.HearsAsync(news => !news.Terminal.IsRunning);
        await late.TypeAsync("nobody reads this");
        await watcher.WaitAsync(() => _desk.Reports.Any(report => report is { IsRunning: false, ExitCode: 3 }), () => "the host was not told");
        Assert.True(_desk.Sessions.IsIdle);
    }

    [Fact]
    public async Task Closing_ends_children_and_those_that_left_the_session()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("sleep 1000 & echo pid=$!.; (setsid sleep 1001 </dev/null >/dev/null 2>&1 & echo pid=$!.)\n");
        await watcher.WaitAsync(() => Pids(watcher).Length == 2, () => watcher.Shown);
        var pids = Pids(watcher);
        Assert.All(pids, pid => Assert.NotNull(ProcessIdentity.Of(pid)));

        await _desk.EndAsync(watcher.TerminalId);

        Assert.All(pids, pid => Assert.Null(ProcessIdentity.Of(pid)));
        Assert.Empty(_desk.Sessions.All);
        await _desk.EndAsync(watcher.TerminalId);
    }

    [Fact]
    public async Task What_a_shell_leaves_behind_ends_with_it()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("(setsid sleep 1002 </dev/null >/dev/null 2>&1 & echo pid=$!.)\n");
        await watcher.WaitAsync(() => Pids(watcher).Length == 1, () => watcher.Shown);

        await watcher.TypeAsync("exit\n");

        await watcher.HearsAsync(news => !news.Terminal.IsRunning);
        Assert.Null(ProcessIdentity.Of(Pids(watcher)[0]));
    }

    [Fact]
    public async Task A_lost_connection_takes_the_viewers_and_not_the_terminal()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("(sleep 0.2; echo meanwhile) & echo before\n");
        await watcher.SeesAsync("before");

        await _desk.ReconnectAsync();

        var again = await _desk.WatchAsync(watcher.TerminalId);
        await again.SeesAsync("before");
        await again.SeesAsync("meanwhile");
        await again.HearsAsync(news => news.OwnsSize);
        Assert.Equal(watcher.TerminalId, Assert.Single(_desk.Sessions.All).TerminalId);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_and_a_folder_that_is_not_there_too()
    {
        var missing = await Assert.ThrowsAsync<RpcException>(() => _desk.WatchAsync("nowhere"));
        var folder = await Assert.ThrowsAsync<RpcException>(() => _desk.CallAsync<OpenTerminalRequest, OpenTerminalResponse>(
            WorkerMethods.OpenTerminal,
            new OpenTerminalRequest { TerminalId = "x", WorkingDirectory = "/nowhere/at/all", Columns = 80, Rows = 24 }));

        Assert.Contains("no terminal nowhere", missing.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/at/all", folder.Message, StringComparison.Ordinal);
        Assert.Empty(_desk.Sessions.All);
    }

    private static int[] Pids(Watcher watcher) =>
    [
        .. watcher.Shown.Split("pid=").Skip(1)
            .Select(part => int.TryParse(part.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0),
    ];
}
