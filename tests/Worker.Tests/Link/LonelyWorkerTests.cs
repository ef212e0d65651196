using System.Globalization;
using System.Text;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Tests.Git;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Link;

/// <summary>A worker with a true agent, and a host that comes and goes.</summary>
public sealed class LonelyWorkerTests : GitTest
{
    private readonly ScriptedHost _host = new();

    public override async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_host_that_goes_in_the_middle_of_a_turn_and_comes_back_misses_nothing()
    {
        await using var worker = await StartAsync();
        await AssignAsync("turn-1", 7, "long-stream 150");
        await UntilAsync(() => Text().Length > 100);

        await _host.GoAwayAsync();
        await UntilAsync(() => JournalText().Contains("delta 120", StringComparison.Ordinal));
        Assert.DoesNotContain("delta 120", Text(), StringComparison.Ordinal);
        _host.ComeBack();
        await UntilAsync(() => !_host.Stored.Reports.IsEmpty);

        Assert.Equal(Spoken(150), Text());
        Assert.Equal((1, TurnOutcome.Completed), (_host.Stored.Reports.Count, _host.Stored.Reports.First().Outcome));
        Assert.Equal([("turn-1", "session", 7L)], _host.Registrations.Last().Turns.Select(turn => (turn.TurnId, turn.SessionId, turn.LeaseToken)));
        AssertInOrder();
    }

    [Fact]
    public async Task A_turn_that_ends_while_the_host_is_away_is_reported_when_it_is_back()
    {
        await using var worker = await StartAsync();
        await AssignAsync("turn-1", 7, "long-stream 30");
        await _host.GoAwayAsync();
        await UntilAsync(() => JournalText().Contains(" R ", StringComparison.Ordinal));
        Assert.Empty(_host.Stored.Reports);

        _host.ComeBack();
        await UntilAsync(() => !_host.Stored.Reports.IsEmpty);

        Assert.Equal(Spoken(30), Text());
        Assert.Equal("turn-1", _host.Registrations.Last().Turns.Single().TurnId);
    }

    [Fact]
    public async Task A_report_that_the_host_cannot_take_now_is_sent_until_it_can()
    {
        _host.ReportsToFail = 2;
        await using var worker = await StartAsync();
        await AssignAsync("turn-1", 7, "long-stream 3");

        await UntilAsync(() => !_host.Stored.Reports.IsEmpty);

        Assert.Equal((2, 1), (_host.FailedReports, _host.Stored.Reports.Count));
    }

    [Fact]
    public async Task A_turn_that_is_handed_over_again_is_not_begun_again()
    {
        _host.ReportsToFail = int.MaxValue;
        await using var worker = await StartAsync();
        await AssignAsync("turn-1", 7, "long-stream 20");
        await AssignAsync("turn-1", 7, "long-stream 20"); // the host did not hear our answer
        await UntilAsync(() => _host.FailedReports > 0);
        await AssignAsync("turn-1", 7, "long-stream 20"); // nor our report

        _host.ReportsToFail = 0;
        await UntilAsync(() => !_host.Stored.Reports.IsEmpty);

        Assert.Equal(Spoken(20), Text());
        Assert.Single(_host.Stored.Reports);
    }

    [Fact]
    public async Task The_next_turn_may_come_as_soon_as_the_host_has_the_report_of_the_last()
    {
        await using var worker = await StartAsync();
        for (var turn = 1; turn <= 20; turn++)
        {
            await AssignAsync($"turn-{turn}", turn, "long-stream 1"); // which it asserts to be accepted
            SpinWait.SpinUntil(() => _host.Stored.Reports.Count == turn, TimeSpan.FromSeconds(60)); // at once: the worker is still at its end
        }

        Assert.Equal(20, _host.Stored.Reports.Count);
    }

    [Fact]
    public async Task A_lease_that_is_lost_ends_the_agent_and_the_session_can_begin_anew()
    {
        await using var worker = await StartAsync();
        await AssignAsync("turn-1", 7, "long-stream 2000");
        await UntilAsync(() => Text().Length > 50);

        _host.Stored.LostLease = 7;
        var known = Text();
        await UntilAsync(() => !Directory.EnumerateFiles(Repository.Data, "*.log", SearchOption.AllDirectories).Any());
        await AssignAsync("turn-2", 8, "long-stream 5", isPatient: true);
        await UntilAsync(() => !_host.Stored.Reports.IsEmpty);

        Assert.Equal("turn-2", _host.Stored.Reports.Single().TurnId);
        Assert.Equal(known + Spoken(5), Text());
    }

    [Fact]
    public async Task A_session_without_work_for_long_leaves_its_files_and_is_taken_up_again()
    {
        await using var worker = await StartAsync(idle: TimeSpan.FromMilliseconds(100));
        await AssignAsync("turn-1", 7, "long-stream 3");
        await UntilAsync(() => _host.Stored.Entries.Any(entry => entry.Kind == EventKinds.SessionEnded));

        await AssignAsync("turn-2", 8, "long-stream 5");
        await UntilAsync(() => _host.Stored.Reports.Count == 2);

        Assert.Equal(Spoken(3) + Spoken(5), Text());
        Assert.Single(Directory.EnumerateFiles(Repository.Data, "journal.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_worker_whose_folder_is_removed_while_no_host_is_there_ends_with_all_that_it_runs()
    {
        await using (var worker = await StartAsync())
        {
            await AssignAsync("turn-1", 7, "hang");
            await UntilAsync(() => Demo().Length > 0);
            await _host.GoAwayAsync();

            Directory.Delete(Path.Combine(Repository.Data, "worker"), recursive: true);

            Assert.Contains("its folder was removed", await worker.Ended.WaitAsync(TimeSpan.FromSeconds(60), Cancel), StringComparison.Ordinal);
        }

        Assert.Empty(Demo());
    }

    [Fact]
    public async Task What_a_worker_could_not_tell_is_told_by_the_next_one()
    {
        string first;
        await using (var worker = await StartAsync())
        {
            await AssignAsync("turn-1", 7, "long-stream 120");
            await UntilAsync(() => Text().Length > 50);
            await _host.GoAwayAsync();
            await UntilAsync(() => JournalText().Contains(" R ", StringComparison.Ordinal));
            first = _host.Registrations.Single().WorkerId!;
        }

        _host.ComeBack();
        await using var next = await StartAsync();
        await UntilAsync(() => !_host.Stored.Reports.IsEmpty);

        var registration = _host.Registrations.Last();
        Assert.Equal([first], registration.TookOver);
        Assert.Equal(["turn-1"], registration.Turns.Select(turn => turn.TurnId));
        Assert.Equal((Spoken(120), TurnOutcome.Completed), (Text(), _host.Stored.Reports.Single().Outcome));
        AssertInOrder();
    }

    /// <summary>The agents that run in the repository.</summary>
    private string[] Demo() => [.. Directory.EnumerateDirectories("/proc").Where(process =>
        int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && id != System.Environment.ProcessId &&
        new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget == Repository.Path)];

    /// <summary>What the demo agent says in that many deltas.</summary>
    private static string Spoken(int count) => string.Concat(
        Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"delta {number}{(number % 10 == 0 ? "\n" : " ")}")));

    private static async Task UntilAsync(Func<bool> isDone)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        bound.CancelAfter(TimeSpan.FromSeconds(40));
        while (!isDone())
        {
            await tick.WaitForNextTickAsync(bound.Token);
        }
    }

    private async Task<WorkerApplication> StartAsync(TimeSpan? idle = null)
    {
        var before = _host.Registrations.Count;
        var worker = await WorkerApplication.StartAsync(
            new WorkerOptions
            {
                Root = Repository.Data,
                Environment = new Dictionary<string, string>(Repository.Environment)
                {
                    ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
                },
                Program = [System.Environment.ProcessPath!],
                Version = "1",
                IdleSession = idle ?? TimeSpan.FromMinutes(10),
            },
            _host.DialAsync, NullLoggerFactory.Instance, TimeProvider.System, Cancel);
        await UntilAsync(() => _host.Registrations.Count > before);
        return worker;
    }

    private async Task AssignAsync(string turn, long lease, string prompt, bool isPatient = false)
    {
        var request = new AssignTaskRequest
        {
            TaskId = Task,
            SessionId = "session",
            TurnId = turn,
            LeaseToken = lease,
            Kind = TurnKind.Implement,
            AgentType = "demo",
            PermissionMode = PermissionMode.AcceptEdits,
            WorktreePath = Repository.Path,
            BaseCommit = await Repository.HeadAsync(Cancel),
            Prompt = prompt,
        };
        var answer = await _host.AssignAsync(request);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        for (var tries = 0; isPatient && !answer.Accepted && tries < 600; tries++)
        {
            await tick.WaitForNextTickAsync(Cancel); // the agent of the lost lease is just being ended
            answer = await _host.AssignAsync(request);
        }

        Assert.True(answer.Accepted, answer.Reason);
    }

    /// <summary>What the agent said, as the host has it. A piece that comes twice or out of order shows.</summary>
    private string Text()
    {
        var text = new StringBuilder();
        foreach (var entry in _host.Stored.Entries.Where(entry => entry.Kind == EventKinds.AgentMessage))
        {
            var payload = System.Text.Json.JsonSerializer.Deserialize(entry.Payload, ProtocolJson.Default.TextPayload)!;
            text.Append(payload.Append);
        }

        return text.ToString();
    }

    private string JournalText() => string.Concat(
        Directory.EnumerateFiles(Repository.Data, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText));

    private void AssertInOrder() => Assert.Equal(
        Enumerable.Range(1, _host.Stored.Entries.Count).Select(number => (long)number), _host.Stored.Entries.Select(entry => entry.Number));
}
