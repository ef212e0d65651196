using Homeport.Testing;

namespace Homeport.Host.Tests.Tasks;

/// <summary>Leases over time, by a clock that the test moves.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task A_turn_whose_worker_stays_away_is_interrupted_after_ninety_seconds_and_not_before()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);
        var (worker, turn) = await StartTurnAsync(host);
        await worker.DisposeAsync();

        time.Advance(TimeSpan.FromSeconds(80));
        Assert.Equal("running", await StateAsync(host, turn.TaskId));
        time.Advance(TimeSpan.FromSeconds(20));
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (await StateAsync(host, turn.TaskId) == "running")
        {
            bound.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1)); // the watch looks when its clock ticks, which may be after it was advanced
        }

        Assert.Equal("interrupted", await StateAsync(host, turn.TaskId));
    }

    [Fact]
    public async Task A_heartbeat_keeps_a_lease_for_as_long_as_it_comes()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);
        var (worker, turn) = await StartTurnAsync(host);

        for (var beats = 0; beats < 10; beats++)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            Assert.Empty((await worker.BeatAsync(turn.LeaseToken)).Revoked);
        }

        Assert.Equal("running", await StateAsync(host, turn.TaskId));
        await worker.DisposeAsync();
    }

    private static async Task<(ScriptedWorker Worker, Protocol.Link.AssignTaskRequest Turn)> StartTurnAsync(TestHost host)
    {
        var worker = await ScriptedWorker.ConnectAsync(host.Running);
        var added = await host.CallAsync("addRepository", """{"path": "/repositories/it"}""");
        await host.CallAsync(
            "createUnitTask",
            $$"""{"repositoryGroupId": "{{added["repositoryGroup"]!["id"]}}", "prompt": "Do it", "agentType": "claude_code", "start": true}""");
        return (worker, await worker.NextTurnAsync());
    }

    private static async Task<string> StateAsync(TestHost host, string task) =>
        (await host.CallAsync("getUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!["state"]!.GetValue<string>();
}
