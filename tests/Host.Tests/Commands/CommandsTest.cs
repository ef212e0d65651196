using System.Text.Json.Nodes;
using Homeport.Host.Tests.Tasks;

namespace Homeport.Host.Tests.Commands;

/// <summary>A host with a project, over a worker that does what a test says.</summary>
public abstract class CommandsTest : IAsyncLifetime
{
    private protected TestHost Host { get; private set; } = null!;
    private protected ScriptedWorker Worker { get; private set; } = null!;
    private protected string Project { get; private set; } = "";

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        Host = await TestHost.StartAsync(options => options with { StoreConnection = store });
        Worker = await ScriptedWorker.ConnectAsync(Host.Running);
        Project = (await CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<JsonNode> CallAsync(string method, string parameters)
    {
        var answer = await RpcAsync(method, parameters);
        return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>The code of a refusal and the paths that it names.</summary>
    private protected async Task<(string Code, string[] Paths)> RefusedAsync(string method, string parameters)
    {
        var answer = await RpcAsync(method, parameters);
        var data = answer["error"]?["data"] ?? throw new InvalidOperationException(answer.ToJsonString());
        return (data["code"]!.GetValue<string>(), [.. (data["errors"]?.AsArray() ?? []).Select(error => error!["path"]!.GetValue<string>())]);
    }

    private protected async Task<string> StartTaskAsync(string prompt = "Do it") =>
        (await CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "{{prompt}}", "agentType": "demo", "start": true}"""))
        ["task"]!["id"]!.GetValue<string>();

    private protected async Task<JsonNode> TaskAsync(string id) => (await CallAsync("getUnitTask", $$"""{"id": "{{id}}"}"""))["task"]!;

    private protected Task<JsonNode> ScriptsAsync(string scripts) =>
        CallAsync("updateRepositoryGroup", $$"""{"id": "{{Project}}", "scripts": {{scripts}}}""");

    private async Task<JsonNode> RpcAsync(string method, string parameters) => JsonNode.Parse(
        (await Host.RpcAsync($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""")).GetRawText())!;
}
