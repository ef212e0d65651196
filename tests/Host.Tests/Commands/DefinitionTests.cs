using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Commands;

/// <summary>Scripts, patterns and startup commands as a project keeps them. Over both stores.</summary>
public abstract class DefinitionTests : CommandsTest
{
    [Fact]
    public async Task Scripts_are_kept_and_changed_as_a_whole()
    {
        var fresh = (await CallAsync("getRepositoryGroup", $$"""{"id": "{{Project}}"}"""))["repositoryGroup"]!;
        Assert.Empty(fresh["scripts"]!["copyIgnored"]!.AsArray());
        Assert.Empty(fresh["commands"]!.AsArray());

        await ScriptsAsync("""{"setup": "npm ci\r\nnpm run build", "cleanup": " ", "copyIgnored": [" .env ", "", "config/*.local.json"], "setupTimeoutSeconds": 900}""");

        var stored = (await CallAsync("getRepositoryGroup", $$"""{"id": "{{Project}}"}"""))["repositoryGroup"]!["scripts"]!;
        Assert.Equal("npm ci\nnpm run build", stored["setup"]!.GetValue<string>());
        Assert.Null(stored["cleanup"]);
        Assert.Equal([".env", "config/*.local.json"], stored["copyIgnored"]!.AsArray().Select(item => item!.GetValue<string>()));
        await CallAsync("updateRepositoryGroup", $$"""{"id": "{{Project}}", "name": "Renamed"}""");
        Assert.Equal(900, (await CallAsync("getRepositoryGroup", $$"""{"id": "{{Project}}"}"""))["repositoryGroup"]!["scripts"]!["setupTimeoutSeconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_scripts_is_said_at_once()
    {
        var (code, paths) = await RefusedAsync("updateRepositoryGroup", $$"""
            {"id": "{{Project}}", "name": " ", "scripts": {"setup": "a\u0000b", "cleanup": "{{new string('x', 20_001)}}", "setupTimeoutSeconds": 5,
             "copyIgnored": [".env", "/etc/passwd", "../other/.env", "a/../../b", "~/.ssh/id", "two\nlines", "!", "./.env", "!/x"]} }
            """);

        Assert.Equal("invalid_request", code);
        Assert.Equal(
            [
                "name", "scripts/cleanup", "scripts/copyIgnored/1", "scripts/copyIgnored/2", "scripts/copyIgnored/3", "scripts/copyIgnored/4",
                "scripts/copyIgnored/5", "scripts/copyIgnored/6", "scripts/copyIgnored/8", "scripts/setup", "scripts/setupTimeoutSeconds",
            ],
            paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commands_are_added_changed_ordered_and_removed()
    {
        var web = await AddAsync("""{"name": "Web", "command": "npm run dev", "portNames": ["PORT", "API_PORT"], "workingDirectory": "apps/web/", "autoStart": true}""");
        var api = await AddAsync("""{"name": "Api", "command": "make api"}""");

        await CallAsync("updateStartupCommand", $$"""{"projectId": "{{Project}}", "id": "{{api}}", "restart": true, "workingDirectory": "api"}""");
        await CallAsync("updateStartupCommand", $$"""{"projectId": "{{Project}}", "id": "{{api}}", "workingDirectory": ""}""");
        await CallAsync("reorderStartupCommands", $$"""{"projectId": "{{Project}}", "ids": ["{{api}}", "{{web}}"]}""");
        var listed = (await CallAsync("listStartupCommands", $$"""{"projectId": "{{Project}}"}"""))["commands"]!.AsArray();

        Assert.Equal(["Api", "Web"], listed.Select(command => command!["name"]!.GetValue<string>()));
        Assert.Equal((true, null), (listed[0]!["restart"]!.GetValue<bool>(), listed[0]!["workingDirectory"]));
        Assert.Equal(("apps/web", true), (listed[1]!["workingDirectory"]!.GetValue<string>(), listed[1]!["autoStart"]!.GetValue<bool>()));
        Assert.Equal(["PORT", "API_PORT"], listed[1]!["portNames"]!.AsArray().Select(name => name!.GetValue<string>()));

        var left = (await CallAsync("removeStartupCommand", $$"""{"projectId": "{{Project}}", "id": "{{web}}"}"""))["commands"]!.AsArray();
        Assert.Equal(["Api"], left.Select(command => command!["name"]!.GetValue<string>()));
        Assert.Equal(
            "Api", (await CallAsync("listRepositoryGroups", "{}"))["repositoryGroups"]![0]!["commands"]![0]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_command_is_said_at_once()
    {
        await AddAsync("""{"name": "Web", "command": "npm run dev"}""");

        var (code, paths) = await RefusedAsync("addStartupCommand", $$"""
            {"projectId": "{{Project}}", "name": "web", "command": " ", "workingDirectory": "../x",
             "portNames": ["PORT", "LD_PRELOAD", "PATH", "1X", "PORT", "HOME", "NODE_OPTIONS", "GIT_DIR", "HOMEPORT_TASK"]}
            """);

        Assert.Equal("invalid_request", code);
        Assert.Equal(
            [
                "command", "name", "portNames/1", "portNames/2", "portNames/3", "portNames/4", "portNames/5", "portNames/6", "portNames/7", "portNames/8",
                "workingDirectory",
            ],
            paths.Order(StringComparer.Ordinal));
        Assert.Equal("not_found", (await RefusedAsync("removeStartupCommand", $$"""{"projectId": "{{Project}}", "id": "x"}""")).Code);
        Assert.Equal("not_found", (await RefusedAsync("listStartupCommands", """{"projectId": "x"}""")).Code);
        Assert.Equal(["ids"], (await RefusedAsync("reorderStartupCommands", $$"""{"projectId": "{{Project}}", "ids": []}""")).Paths);
    }

    [Fact]
    public async Task A_preview_asks_the_worker_with_the_patterns_that_are_tried()
    {
        await ScriptsAsync("""{"copyIgnored": [".env"]}""");
        Worker.Answers[WorkerMethods.FindCopiedFiles] = _ => RpcReply.From(
            new PreviewCopiedFilesResponse
            {
                Entries = [new CopiedEntry { Path = ".env", Files = 1, Bytes = 12 }],
                TotalEntries = 1,
                Files = 1,
                Bytes = 12,
                Skipped = [],
            },
            ProtocolJson.Default.PreviewCopiedFilesResponse);

        await CallAsync("previewCopiedFiles", $$"""{"id": "{{Project}}"}""");
        var tried = await CallAsync("previewCopiedFiles", $$"""{"id": "{{Project}}", "copyIgnored": ["*.local"]}""");

        var asked = Worker.Calls.Where(call => call.Method == WorkerMethods.FindCopiedFiles).Select(call => call.Params.GetProperty("patterns")[0].GetString());
        Assert.Equal([".env", "*.local"], asked);
        Assert.Equal(12, tried["bytes"]!.GetValue<int>());
        Assert.Equal(["copyIgnored/0"], (await RefusedAsync("previewCopiedFiles", $$"""{"id": "{{Project}}", "copyIgnored": ["/x"]}""")).Paths);
    }

    private async Task<string> AddAsync(string command)
    {
        var request = JsonNode.Parse(command)!;
        request["projectId"] = Project;
        return (await CallAsync("addStartupCommand", request.ToJsonString()))["command"]!["id"]!.GetValue<string>();
    }
}

public sealed class SqliteDefinitionTests : DefinitionTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresDefinitionTests(PostgresFixture postgres) : DefinitionTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
