using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Terminals;

/// <summary>Workers that stay away, by a clock that the test moves.</summary>
public sealed class TerminalWatchTests
{
    [Fact]
    public async Task A_terminal_is_given_up_when_its_worker_stays_away_and_taken_back_when_it_comes_all_the_same()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(time: time);
        var worker = await ConnectAsync(host);
        var project = (await host.CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"];
        var terminal = (await host.CallAsync("createTerminal", $$"""{"repositoryGroupId": "{{project}}"}"""))["terminal"]!["id"]!.GetValue<string>();
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("running", await StateAsync(host, terminal));
        await worker.DisposeAsync();

        var given = await Eventually.SeesAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return StateAsync(host, terminal);
            },
            state => state != "running", TestContext.Current.CancellationToken);
        Assert.Equal("lost", given);
        worker = await ConnectAsync(host, new TerminalStatus { TerminalId = terminal, IsRunning = true, Columns = 80, Rows = 24 });
        Assert.Equal("running", await StateAsync(host, terminal));
        await worker.DisposeAsync();
    }

    private static async Task<ScriptedWorker> ConnectAsync(TestHost host, params TerminalStatus[] terminals)
    {
        var worker = await ScriptedWorker.ConnectAsync(host.Running, request => request with { WorkerId = "worker-1", Terminals = terminals });
        worker.Answers[WorkerMethods.OpenTerminal] = _ =>
            RpcReply.From(new OpenTerminalResponse { Shell = "/bin/scripted" }, ProtocolJson.Default.OpenTerminalResponse);
        return worker;
    }

    private static async Task<string> StateAsync(TestHost host, string terminal) =>
        (await host.CallAsync("getTerminal", $$"""{"id": "{{terminal}}"}"""))["terminal"]!["state"]!.GetValue<string>();
}
