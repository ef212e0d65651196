using System.Text.Json;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Tasks;

/// <summary>A worker that cannot prepare a turn in this moment, as when a git that a crash cut off still holds its lock.</summary>
public sealed class PassingRefusalTests
{
    [Fact]
    public async Task What_a_worker_cannot_do_now_is_asked_again_for_a_while()
    {
        await using var host = await TestHost.StartAsync(options => options with { WorkerPatience = TimeSpan.FromSeconds(60) });
        await using var worker = await ScriptedWorker.ConnectAsync(host.Running);
        worker.Answers[WorkerMethods.CreateWorktree] = _ =>
        {
            worker.Answers.TryRemove(WorkerMethods.CreateWorktree, out Func<JsonElement, RpcReply>? _);
            return RpcReply.Failed(new RpcError(
                RpcErrorCode.Conflict, "locked", JsonDocument.Parse("""{"code": "unavailable", "detail": "cannot lock ref"}""").RootElement));
        };
        var project = (await host.CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"];

        await host.CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{project}}", "prompt": "Do it", "agentType": "demo", "start": true}""");

        Assert.Equal("Do it", (await worker.NextTurnAsync()).Prompt);
    }
}
